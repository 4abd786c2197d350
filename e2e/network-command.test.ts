import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openLanProbe } from "../electron/adapters/net/frame-probe.ts";
import type { LanJson } from "../electron/contract/app/cli.ts";
import type { PathJson } from "../electron/contract/app/cli-care.ts";
import type { NetPicture } from "../electron/contract/app/net-picture.ts";
import type { InventoryEntry } from "../electron/contract/lan/inventory.ts";
import type { Renumbering } from "../electron/contract/lan/renumber.ts";
import { parseIpv4 } from "../electron/core/base/ip-address.ts";
import { arpQuestion } from "../electron/core/path-check/probe-frames.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { sshOptions } from "./rig/guest/run.mjs";
import { makeUplink, networkState, sh, type TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/** One real guest with a seed; each test continues where the previous one ended. */
let uplink: TestUplink;
let instance: Instance;
let before: string;
const ownConfig = "Host *\n  ServerAliveInterval 30\n";
const configPath = () => join(instance.folder, ".ssh/config");

beforeAll(async () => {
  uplink = await makeUplink("eth0", 1);
  await uplink.addDefaultRoute(100);
  before = await networkState();
  instance = makeInstance();
  // Keep the files for ssh apart from this user's own.
  instance.env["HOME"] = instance.folder;
  mkdirSync(join(instance.folder, ".ssh"), { mode: 0o700 });
  writeFileSync(configPath(), ownConfig);
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(instance.folder, "key")]);
  const image = join(instance.folder, "pattern.qcow2");
  await buildGuestDisk({ path: image, name: "pattern", address: "192.168.100.99" });
  await instance.json("template", "add", "tiny", "--from", image, "--user", "root");
  await instance.json("lan", "up");
  const key = join(instance.folder, "key.pub");
  await instance.json("create", "web", "--template", "tiny", "--memory", "256", "--key", key);
  await instance.json("start", "web");
  await instance.machine("web", (machine) => machine.reachable === true);
});

afterAll(() => closeAll(instance, uplink));

/** Returns ssh's settings for a name, by the instance's configuration alone. */
const told = async (name: string) => {
  const { stdout } = await execa("ssh", ["-F", configPath(), "-G", name]);
  return Object.fromEntries(
    stdout.split("\n").map((line) => [line.split(" ")[0], line.slice(line.indexOf(" ") + 1)]),
  );
};

it("shows how the LAN is wired, with the traffic of each cable", async () => {
  const net = await instance.json<NetPicture>("net");
  expect(net).toMatchObject({
    lan: { status: "on", subnet: "192.168.100.0/24" },
    host: { port: expect.any(Number) },
    portsInUse: 2,
    machines: [
      { name: "web", address: "192.168.100.1", status: "running", isPlugged: true, uplink: null },
    ],
    uplink: { active: "eth0" },
  });
  expect(net.machines[0]?.port).not.toBe(net.host?.port);
});

it("shows other programs' cables in the switch, and leaves them alone", async () => {
  const mac = "52:54:00:98:76:54";
  const theirs = openLanProbe(
    join(instance.env["XDG_RUNTIME_DIR"] ?? "", "virtray/switch/lan.ctl"),
  );
  try {
    const who = { mac, address: parseIpv4("192.168.100.77") ?? 0 };
    const foreign = await until("the plug to be shown with its card and address", async () => {
      // A guest that starts sends ARP requests, which reveal its address.
      theirs.send(arpQuestion(who, parseIpv4("192.168.100.254") ?? 0));
      const net = await instance.json<NetPicture>("net");
      return net.foreign.some(({ addresses }) => addresses.length > 0) && net.foreign;
    });
    expect(foreign).toMatchObject([
      {
        description: expect.stringMatching(/^vdeplug: user=\w+ pid=\d+/),
        macs: [mac],
        addresses: ["192.168.100.77"],
      },
    ]);
    // JSON lists our machines only; the table also shows other cards, below them.
    expect((await instance.json<readonly unknown[]>("list")).length).toBe(1);
    expect((await instance.virtray("list")).stdout.split("\n").at(-1)).toMatch(
      /^not Virtray’s: vdeplug: user=\w+ pid=\d+/,
    );
  } finally {
    theirs.close();
  }
  await until("it to be gone", async () => {
    const net = await instance.json<NetPicture>("net");
    return net.foreign.length === 0;
  });
});

it("pulls a cable and plugs it in, also over a restart", async () => {
  await instance.json("cable", "pull", "web");
  expect((await instance.json<NetPicture>("net")).machines).toMatchObject([
    { isPlugged: false, port: null },
  ]);
  const path = await instance.virtray("doctor", "path", "web", "--json");
  expect(path.exitCode).toBe(1);
  expect(JSON.parse(path.stdout) as PathJson).toMatchObject({ culprit: "cable" });
  await instance.json("kill", "web");
  await instance.json("start", "web");
  expect((await instance.json<NetPicture>("net")).machines).toMatchObject([{ isPlugged: false }]);
  await instance.json("cable", "plug", "web");
  await instance.machine("web", (machine) => machine.reachable === true);
});

it("lets ssh find machines by their names, and keeps the user's own lines", async () => {
  await instance.json("ssh-config", "install");
  await instance.json("ssh-config", "install");
  expect(await told("web")).toMatchObject({
    hostname: "192.168.100.1",
    user: "root",
    serveraliveinterval: "30",
    stricthostkeychecking: "accept-new",
  });
  expect((await told("elsewhere.example"))["hostname"]).toBe("elsewhere.example");
  const options = ["-F", configPath(), "-i", join(instance.folder, "key"), "-o", "BatchMode=yes"];
  const { stdout } = await execa("ssh", [...options, "web", "hostname"]);
  expect(stdout).toBe("web");
});

/** Asks an address, from here or from a network namespace; null if no server answers. */
async function page(url: string, namespace?: string): Promise<string | null> {
  const inside = namespace === undefined ? [] : ["ip", "netns", "exec", namespace];
  const [program = "", ...args] = [...inside, "curl", "-sf", "-m", "3", url];
  const { exitCode, stdout } = await execa(program, args, { reject: false });
  return exitCode === 0 ? stdout : null;
}

it("forwards ports of this computer to the machine, as far as the user chose", async () => {
  const forward = {
    ...{ machine: "web", id: expect.any(String), protocol: "tcp", hostPort: 8080, port: 80 },
    ...{ there: "192.168.100.1:80", state: "open", problem: null },
  };
  expect(await instance.json("forward", "list")).toEqual([]);
  expect(await instance.json("forward", "add", "web", "8080:80")).toEqual([
    { ...forward, reach: "host", here: ["localhost:8080"] },
  ]);
  expect(await page("http://localhost:8080/")).toBe("web");
  expect(await page("http://10.0.1.2:8080/", uplink.namespace)).toBeNull();
  expect(await instance.json("forward", "add", "web", "8080:80", "--uplink")).toEqual([
    { ...forward, reach: "uplink", here: ["localhost:8080", "10.0.1.2:8080"] },
  ]);
  expect(await page("http://10.0.1.2:8080/", uplink.namespace)).toBe("web");
  expect(await page("http://10.0.1.2:8080/")).toBe("web");
  const { machine: _, id: __, problem: ___, ...wired } = forward;
  const net = await instance.json<NetPicture>("net");
  expect(net.machines.map(({ forwards }) => forwards)).toEqual([
    [{ ...wired, reach: "uplink", here: ["localhost:8080", "10.0.1.2:8080"] }],
  ]);
  const shown = await instance.virtray("show", "web");
  expect(shown.stdout).toMatch(/^Port forwards +8080:80 uplink$/m);
});

it("moves LAN and machines to another subnet, and the guest follows at its next start", async () => {
  const planned = await instance.json<Renumbering>(
    "lan",
    "set",
    "--subnet",
    "10.9.8.0/24",
    "--dry-run",
  );
  const moved = [
    {
      id: expect.any(String),
      name: "web",
      from: "192.168.100.1",
      to: "10.9.8.1",
      follows: "cloud-init",
    },
  ];
  const plan = { subnet: "10.9.8.0/24", hostAddress: "10.9.8.254", machines: moved };
  expect(planned).toEqual({ ...plan, done: false });
  expect((await instance.json<LanJson>("lan", "status")).subnet).toBe("192.168.100.0/24");
  expect(await instance.json("lan", "set", "--subnet", "10.9.8.0/24")).toEqual({
    ...plan,
    done: true,
  });
  expect(await instance.json<LanJson>("lan", "status")).toMatchObject({
    status: "on",
    subnet: "10.9.8.0/24",
    problem: null,
  });
  expect((await told("web"))["hostname"]).toBe("10.9.8.1");
  await instance.json("kill", "web");
  await instance.json("start", "web");
  await instance.machine("web", (machine) => machine.reachable === true);
  const shell = [...(await sshOptions()), "root@10.9.8.1", "ip address show dev eth0"];
  expect((await execa("ssh", shell)).stdout).toContain("inet 10.9.8.1/24");
  expect(await page("http://localhost:8080/")).toBe("web");
  expect(await page("http://10.0.1.2:8080/", uplink.namespace)).toBe("web");
});

it("lists every change that is ours, with the changes by others", async () => {
  await instance.json("uplink", "set", "eth0");
  const inventory = await instance.json<readonly InventoryEntry[]>("net", "inventory");
  const lines = inventory.map(({ kind, what, state }) => `${state} ${kind} ${what}`);
  expect(lines.slice(0, 6)).toEqual([
    "held interface vtap0",
    "held address 10.9.8.254/24 dev vtap0",
    "held table inet virtray",
    "held forward localhost:8080/tcp to 10.9.8.1:80, also at the uplink",
    "held rule 5100: from all iif vtap0 lookup 7100",
    "held route default via 10.0.1.1 dev eth0 table 7100",
  ]);
  expect(lines).toContain("held flag net.ipv4.conf.vtap0.route_localnet = 1");
  for (const expected of [
    /^held flag .*vtap0/,
    /^held process netd/,
    /^held process dnsmasq/,
    /^held process vde_switch/,
    /^held file \/run\/dnsmasq\/virtray-0-\d+\.leases$/,
  ]) {
    expect(
      lines.some((line) => expected.test(line)),
      String(expected),
    ).toBe(true);
  }
  expect(lines).toContain(`held file ${configPath()}`);
});

it("removes a forward, and refuses an unknown one", async () => {
  expect(await instance.json("forward", "remove", "web", "8080")).toEqual([]);
  expect(await page("http://localhost:8080/")).toBeNull();
  expect(await page("http://10.0.1.2:8080/", uplink.namespace)).toBeNull();
  const again = await instance.virtray("forward", "remove", "web", "8080", "--json");
  expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: "forward-unknown" } });
  for (const text of ["8080", "0:80", "65536:80", "8080:80/sctp", "8080:80;id"]) {
    const refused = await instance.virtray("forward", "add", "web", text, "--json");
    expect(refused.exitCode, text).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "forward-invalid" } });
  }
});

it("refuses a subnet that is in use, and proposes another", async () => {
  await sh("ip", "route", "add", "10.77.0.0/16", "via", uplink.gateway);
  const refused = await instance.virtray("lan", "set", "--subnet", "10.77.3.0/24", "--json");
  expect(refused.exitCode).toBe(1);
  expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "lan-overlap" } });
  await sh("ip", "route", "del", "10.77.0.0/16");
});

it("leaves no trace on request: rules in another firewall, ssh's lines, the network", async () => {
  await sh("iptables", "-P", "FORWARD", "DROP");
  const foreign = await execa("iptables-save", ["-t", "filter"]);
  await instance.json("doctor", "--repair", "lan", "--yes");
  const inventory = await instance.json<readonly InventoryEntry[]>("net", "inventory");
  const foreignRules = (all: readonly InventoryEntry[]) =>
    all.filter(({ kind }) => kind === "foreign-rule").map(({ state, lasts }) => [state, lasts]);
  expect(foreignRules(inventory)).toEqual([
    ["held", true],
    ["held", true],
    ["held", true],
  ]);
  await sh("iptables", "-F", "FORWARD");
  expect(foreignRules(await instance.json("net", "inventory"))).toEqual([
    ["missing", true],
    ["missing", true],
    ["missing", true],
  ]);
  await instance.json("doctor", "--repair", "lan", "--yes");
  await instance.json("kill", "web");
  await instance.json("lan", "down", "--all-traces");
  expect(readFileSync(configPath(), "utf8")).toBe(ownConfig);
  const rules = (text: string) => text.replace(/^#.*$|\[\d+:\d+\]/gm, "");
  expect(rules((await execa("iptables-save", ["-t", "filter"])).stdout)).toBe(
    rules(foreign.stdout),
  );
  await sh("nft", "delete", "table", "ip", "filter");
  expect(await networkState()).toBe(before);
  const left = await instance.json<readonly InventoryEntry[]>("net", "inventory");
  expect(left.filter(({ kind }) => kind !== "file")).toEqual([]);
});
