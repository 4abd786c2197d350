import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MachineDetailJson } from "../../electron/contract/app/cli.ts";
import type { TemplateJson } from "../../electron/contract/app/cli-storage.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { debianImage, systemOffset } from "../rig/guest/debian.mjs";
import { makeKey, runInDebian } from "../rig/guest/login.ts";
import { until } from "../rig/until.ts";

/**
 * Two machines of one real Debian: the effects of our seeds on cloud-init, systemd and sshd. The
 * guests are started once for all tests.
 */
let instance: Instance;
let key: string;
let web: MachineDetailJson;
let pg: MachineDetailJson;

/** An emulated guest on a busy computer needs that long to start; it is waited for no longer than it takes. */
const guestMinutes = 60;

const inside = (machine: MachineDetailJson, command: string) => runInDebian(key, machine, command);

/** The files in a used guest's image that would be the same in all machines made from it. */
const brought = {
  "/etc/machine-id": `${"0123456789abcdef".repeat(2)}\n`,
  "/var/lib/dbus/machine-id": `${"0123456789abcdef".repeat(2)}\n`,
  "/var/lib/systemd/random-seed": "s".repeat(512),
  "/var/lib/dhcp/dhclient.eth0.leases": "lease {\n  fixed-address 192.168.100.7;\n}\n",
};

/** Makes a copy of an image as it would be after its guest was used, host keys and all. */
async function makeUsed(image: string): Promise<string> {
  const copy = join(instance.folder, "used.raw");
  await execa("qemu-img", ["convert", "-O", "raw", image, copy]);
  const lines: string[] = ["mkdir /var/lib/dhcp"];
  const put = (from: string, path: string) => lines.push(`rm ${path}`, `write ${from} ${path}`);
  for (const [index, [path, text]] of Object.entries(brought).entries()) {
    const from = join(instance.folder, `brought-${index}`);
    writeFileSync(from, text);
    put(from, path);
  }
  for (const kind of ["rsa", "ed25519"]) {
    const from = join(instance.folder, `ssh_host_${kind}_key`);
    await execa("ssh-keygen", ["-q", "-t", kind, "-N", "", "-C", "root@pattern", "-f", from]);
    put(from, `/etc/ssh/ssh_host_${kind}_key`);
    put(`${from}.pub`, `/etc/ssh/ssh_host_${kind}_key.pub`);
  }
  // debugfs goes on after a file that is not there to be removed.
  const place = `${copy}?offset=${systemOffset}`;
  await execa("debugfs", ["-w", "-f", "-", place], { input: lines.join("\n"), reject: false });
  for (const [path, text] of Object.entries(brought)) {
    const { stdout } = await execa("debugfs", ["-R", `cat ${path}`, place]);
    expect(stdout).toBe(text.trimEnd());
  }
  return copy;
}

/** Waits until a guest has an address by DHCP; gives it, and the id that the guest tells of itself. */
function leasedTo(machine: MachineDetailJson) {
  return until(
    `a lease of ${machine.name}`,
    async () => {
      const said = await inside(machine, "networkctl status eth0").catch(() => "");
      const [, address] = /Address: (\S+) \(DHCP4 via /.exec(said) ?? [];
      const [, duid] = /DUID-EN\/Vendor:(\S+)/.exec(said) ?? [];
      return address === undefined || duid === undefined ? null : { address, duid };
    },
    guestMinutes * 60,
  );
}

const insideBoth = (command: string) => Promise.all([inside(web, command), inside(pg, command)]);

beforeAll(async () => {
  instance = makeInstance();
  const home = join(instance.folder, "home");
  key = await makeKey(home);
  const userData = join(instance.folder, "user-data");
  writeFileSync(
    userData,
    '#cloud-config\nwrite_files:\n  - { path: /etc/note, permissions: "0600", content: "told\\n" }\n',
  );
  const image = await makeUsed(await debianImage());
  instance.env["HOME"] = home;
  await instance.json("lan", "up");
  const add = ["template", "add", "debian", "--from", image, "--user", "debian"];
  await instance.json<TemplateJson>(...add);
  const create = (name: string, ...more: readonly string[]) =>
    instance.json<MachineDetailJson>(
      ...["create", name, "--template", "debian", "--memory", "512", ...more],
    );
  web = await create("web", "--disk", "4G", "--user-data", userData);
  pg = await create("pg");
  await instance.json("start", "web", "pg");
  // The command fails if something was wrong; the test judges that.
  const wait = "cloud-init status --wait --long || true";
  const ended = (machine: MachineDetailJson) =>
    until(
      `cloud-init in ${machine.name}`,
      () => inside(machine, wait).catch(() => null),
      guestMinutes * 60,
    );
  await Promise.all([ended(web), ended(pg)]);
});

afterAll(async () => {
  await instance?.close();
});

it("cloud-init finds the seed and reports no error", async () => {
  for (const said of await insideBoth("cloud-init status --long || true")) {
    expect(said).toContain("status: done");
    expect(said).toContain("DataSourceNoCloud");
  }
});

it("each has its own name, address and gateway", async () => {
  expect(await insideBoth("hostname; hostname --fqdn")).toEqual([
    "web\nweb.vm.internal",
    "pg\npg.vm.internal",
  ]);
  const [one, two] = await insideBoth(
    "ip -4 -o addr show dev eth0; ip route; cat /sys/class/net/eth0/address",
  );
  for (const [said, machine] of [
    [one, web],
    [two, pg],
  ] as const) {
    expect(said).toContain(`inet ${machine.address}/24`);
    expect(said).toContain("default via 192.168.100.254 dev eth0");
    expect(said).toContain(machine.mac);
  }
});

it("nothing of their identity is shared", async () => {
  for (const command of [
    "cat /etc/machine-id",
    "cat /etc/ssh/ssh_host_ed25519_key.pub",
    "cat /etc/ssh/ssh_host_rsa_key.pub",
    "sudo cat /var/lib/cloud/data/instance-id",
    "sudo sha256sum /var/lib/systemd/random-seed",
  ]) {
    const [one, two] = await insideBoth(command);
    expect(one).not.toBe("");
    expect(one).not.toBe(two);
  }
  // Each had its own from the very start: the journal of this boot is under it.
  const ids = [web, pg].map(({ id }) => id.replaceAll("-", ""));
  expect(await insideBoth("cat /etc/machine-id /var/lib/dbus/machine-id")).toEqual(
    ids.map((id) => `${id}\n${id}`),
  );
  const lines = await insideBoth("sudo journalctl -b --output=json -n 1");
  expect(lines.map((line) => JSON.parse(line)._MACHINE_ID)).toEqual(ids);
  // Their keys are no longer the image's, and its leases are gone.
  const own = await insideBoth("cat /etc/ssh/ssh_host_ed25519_key.pub; cat /var/lib/dhcp/*");
  for (const said of own) expect(said).not.toMatch(/pattern|lease/);
  expect(await insideBoth("sudo cat /var/lib/cloud/data/instance-id")).toEqual([web.id, pg.id]);
});

it("the user may log in by the key alone, and may become root", async () => {
  const [own] = await insideBoth("cat ~/.ssh/authorized_keys; sudo -n id -u");
  expect(own).toBe(`${readFileSync(`${key}.pub`, "utf8").trim()}\n0`);
  const [shadow] = await insideBoth("sudo grep ^debian: /etc/shadow");
  expect(shadow).toMatch(/^debian:!/);
});

it("the user’s own user-data is applied too", async () => {
  expect(await inside(web, "sudo cat /etc/note; sudo stat -c %a /etc/note")).toBe("told\n600");
  await expect(inside(pg, "test -e /etc/note")).rejects.toThrow();
});

it("the file system grows with its disk", async () => {
  const [large, small] = await insideBoth("df --output=size -B1M / | tail -1");
  expect(Number(large)).toBeGreaterThan(3500);
  expect(Number(small)).toBeLessThan(2048);
});

it("they reach each other, by name too", async () => {
  await inside(web, `ping -c 1 -w 10 ${pg.address}`);
  await inside(pg, "ping -c 1 -w 10 web.vm.internal");
  const addressOf = (name: string) => `getent ahostsv4 ${name} | head -n 1 | cut -d " " -f 1`;
  expect(await inside(web, `${addressOf("pg.vm.internal")}; ${addressOf("pg")}`)).toBe(
    `${pg.address}\n${pg.address}`,
  );
  expect(await inside(pg, `${addressOf("web.vm.internal")}; ${addressOf("web")}`)).toBe(
    `${web.address}\n${web.address}`,
  );
  const [resolvers] = await insideBoth("resolvectl status eth0");
  expect(resolvers).toContain("192.168.100.254");
  expect(resolvers).toMatch(/DNS Domain: .*vm\.internal/);
});

it("one takes another address at its next start, and keeps its keys", async () => {
  const hostKey = "cat /etc/ssh/ssh_host_ed25519_key.pub";
  const before = await inside(pg, hostKey);
  await instance.json("stop", "pg", "--timeout", "1200");
  await instance.json("set", "pg", "--address", "192.168.100.77");
  pg = await instance.json<MachineDetailJson>("show", "pg");
  await instance.json("start", "pg");
  const after = await until(
    "pg at its other address",
    () => inside(pg, hostKey).catch(() => null),
    guestMinutes * 60,
  );
  expect([pg.address, after]).toEqual(["192.168.100.77", before]);
});

it("each tells a DHCP server an id of its own, and gets its own address from the LAN", async () => {
  const network = "[Match]\\nName=eth0\\n[Network]\\nDHCP=ipv4\\n";
  const ask = `printf '${network}' | sudo tee /etc/systemd/network/05-dhcp.network; sudo networkctl reload`;
  // It may lose its address before it answers.
  await Promise.all([web, pg].map((machine) => inside(machine, ask).catch(() => null)));
  const [one, two] = await Promise.all([leasedTo(web), leasedTo(pg)]);
  expect(one.duid).toMatch(/^0000ab11/);
  expect(one.duid).not.toBe(two.duid);
  expect([one.address, two.address]).toEqual([web.address, pg.address]);
});

it("power down in order", async () => {
  await instance.json("stop", "web", "pg", "--timeout", "1200");
});
