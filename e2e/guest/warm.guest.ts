import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MachineDetailJson } from "../../electron/contract/app/cli.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { type AgentServer, repositoryPort, serveAgent } from "../rig/guest/agent-package.ts";
import { debianImage } from "../rig/guest/debian.mjs";
import { makeKey, runInDebian } from "../rig/guest/login.ts";
import { until } from "../rig/until.ts";

/**
 * One real Debian is warmed, and machines go on from there: what our helper does to a system with
 * cloud-init, systemd and sshd, and how much sooner it answers than one that boots.
 */
let instance: Instance;
let key: string;
let repository: AgentServer | undefined;

/** An emulated guest on a busy computer needs that long to install something; no wait is longer than it takes. */
const guestMinutes = 60;

/** This computer's address in the LAN. */
const gateway = "192.168.100.254";
const proxy = `http://${gateway}:${repositoryPort}`;

beforeAll(async () => {
  instance = makeInstance();
  const home = join(instance.folder, "home");
  key = await makeKey(home);
  instance.env["HOME"] = home;
  await instance.json("lan", "up");
  repository = await serveAgent(instance.folder, gateway);
  const add = ["template", "add", "debian", "--from", await debianImage(), "--user", "debian"];
  await instance.json(...add);
});

afterAll(async () => {
  repository?.close();
  await instance?.close();
});

/**
 * Returns whether an ssh server greets at an address. It is given time: sshd ends what comes too often.
 */
function greets(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: 22, timeout: 120_000 });
    const end = (has: boolean) => {
      socket.destroy();
      resolve(has);
    };
    socket.once("data", (chunk) => end(String(chunk).startsWith("SSH-2.0-")));
    for (const event of ["error", "timeout", "close"]) socket.once(event, () => end(false));
  });
}

/** Returns the kinds of host keys with which an ssh server answers. */
async function hostKeysOf(address: string): Promise<readonly string[]> {
  const words = ["-T", "120", "-t", "ed25519,ecdsa,rsa", address];
  const { stdout } = await execa("ssh-keyscan", words, { reject: false });
  return stdout.split("\n").map((line) => line.split(" ")[1] ?? "");
}

const inside = (machine: MachineDetailJson, command: string) => runInDebian(key, machine, command);

/** Creates a machine, starts it unless it runs, and returns how long it took to greet. */
async function create(name: string, isWarm: boolean, ...more: readonly string[]) {
  const begin = performance.now();
  const words = ["create", name, "--template", "debian", "--memory", "512", "--cpus", "1", ...more];
  const machine = await instance.json<MachineDetailJson>(...words);
  if (!isWarm) await instance.json("start", name);
  const created = performance.now() - begin;
  await until(`${name}’s greeting`, () => greets(String(machine.address)), guestMinutes * 60);
  return { machine, created, greeted: performance.now() - begin };
}

it("a warmed Debian answers in a twentieth of the time, and is somebody else each time", async () => {
  const began = performance.now();
  await instance.json("template", "warm", "debian", "--memory", "512");
  console.log({ warmed: performance.now() - began });
  const all = [await create("web", true), await create("pg", true)];
  for (const { created, greeted } of all) console.log({ created, greeted });
  const rows = await Promise.all(
    all.map(async ({ machine }) => {
      const text = await inside(
        machine,
        "head -c 64 /dev/urandom | sha256sum; cat /etc/machine-id; hostname --fqdn; date +%s; " +
          "cat /sys/class/net/eth0/address; cat /etc/ssh/ssh_host_ed25519_key.pub; " +
          "sudo cat /var/lib/cloud/data/instance-id; ip -4 -o addr show dev eth0; ip route",
      );
      return text.split("\n");
    }),
  );
  console.log(rows);
  for (const [place, { machine }] of all.entries()) {
    const [, machineId, name, clock, mac, , instanceId, address, route] = rows[place] ?? [];
    expect({ machineId, name, mac, instanceId }).toEqual({
      machineId: machine.id.replaceAll("-", ""),
      name: `${machine.name}.vm.internal`,
      mac: machine.mac,
      instanceId: machine.id,
    });
    expect(Math.abs(Number(clock) - Date.now() / 1000)).toBeLessThan(60);
    expect(address).toContain(`inet ${machine.address}/24`);
    expect(route).toContain("default via 192.168.100.254");
  }
  for (const column of [0, 1, 5]) {
    expect(new Set(rows.map((row) => row[column])).size).toBe(2);
  }
  // ssh has its first key at once and the others later, and answers all the time.
  const served = async () => {
    const kinds = await hostKeysOf(String(all[0]?.machine.address));
    expect(kinds).toContain("ssh-ed25519");
    return kinds.length === 3;
  };
  await until("the other host keys", served, guestMinutes * 60);
  await instance.json("template", "cool", "debian");
  const cold = await create("cold", false);
  await instance.json("kill", "cold");
  console.log({ cold: cold.greeted });
  for (const { greeted } of all) expect(greeted).toBeLessThan(cold.greeted / 20);
});

/** Waits until the agent of a machine answers. */
async function agentOf(name: string): Promise<void> {
  const told = await until(
    `${name}’s agent`,
    async () => {
      const done = await instance.virtray("exec", name, "--timeout", "600", "--", "hostname");
      return done.exitCode === 0 ? done.stdout.trim() : null;
    },
    guestMinutes * 60,
  );
  expect(told).toBe(name);
}

it("a guest without anything to apply gets the agent once it reaches a repository, unless that is unwanted", async () => {
  await instance.json("template", "warm", "debian", "--memory", "512");
  const { machine } = await create("late", true);
  const { machine: bare } = await create("bare", true, "--no-agent");
  expect(await inside(machine, "cloud-init status; systemctl is-active virtray-agent")).toBe(
    "status: done\nactive",
  );
  const list = `deb [trusted=yes] ${proxy}/ ./`;
  for (const each of [machine, bare]) {
    await inside(each, `echo '${list}' | sudo tee /etc/apt/sources.list`);
  }
  await agentOf("late");
  const kept = "ls /var/lib/cloud/scripts/per-boot; ls /var/tmp /etc/apt/apt.conf.d | grep virtray";
  await until(
    "the end of the script",
    async () => (await inside(machine, `${kept} || true`)) === "",
    600,
  );
  expect(
    await inside(bare, "systemctl is-active virtray-agent; command -v /usr/sbin/qemu-ga; true"),
  ).toBe("inactive");
  await instance.json("kill", "late", "bare");
});

it("another user and user-data of its own are cloud-init's work after the wake", async () => {
  const own = async (name: string, text: string, ...more: readonly string[]) => {
    const path = join(instance.folder, `${name}.yaml`);
    writeFileSync(path, `#cloud-config\n${text}`);
    const words = ["--memory", "512", "--cpus", "1", "--user-data", path, ...more];
    const begin = performance.now();
    await instance.json("create", name, "--template", "debian", ...words);
    const { status } = await instance.json<MachineDetailJson>("show", name);
    expect(status).toBe("running");
    console.log({ name, created: performance.now() - begin });
    const setUp = async () => {
      const shown = await instance.json<MachineDetailJson>("show", name);
      return shown.setup === "ready" || shown.setup === "failed" ? shown : null;
    };
    const ended = await until(`${name}’s set-up`, setUp, guestMinutes * 60);
    console.log({ name, ended: performance.now() - begin });
    expect(ended).toMatchObject({ setup: "ready", setupLine: null });
    return ended;
  };
  const runs = 'runcmd:\n  - [sh, -c, "echo done >/etc/own"]\n';
  const more = `${runs}write_files:\n  - {path: /etc/more, content: more}\n`;
  const sources =
    'apt: {preserve_sources_list: false, sources_list: "deb [trusted=yes] http://repository.invalid/ ./\\n"}\n';
  const plain = await own("plain", `${more}${sources}`, "--proxy", proxy);
  expect(await inside(plain, "cat /etc/own /etc/more; whoami; hostname; printenv http_proxy")).toBe(
    `done\nmoredebian\nplain\n${proxy}`,
  );
  // Its package is at a host that only the proxy knows.
  expect(repository?.asked).toContain("http://repository.invalid/./qemu-guest-agent.deb");
  await agentOf("plain");
  const eve = await own("eve", runs, "--user", "eve");
  const asEve = (command: string) => runInDebian(key, eve, command, "eve");
  expect(
    await asEve("cat /etc/own; whoami; sudo whoami; id -u; getent passwd debian || echo gone"),
  ).toBe("done\neve\nroot\n1000\ngone");
  // cloud-init takes the next boot for one of the same instance, and changes nothing.
  const keys = "cat /etc/ssh/ssh_host_*_key.pub; sudo cat /var/lib/cloud/data/instance-id";
  const before = await asEve(keys);
  await asEve("sudo rm /etc/own; sync");
  await instance.json("stop", "eve", "--timeout", "180");
  await instance.json("start", "eve");
  await until("eve", () => asEve("cloud-init status --wait").catch(() => null), guestMinutes * 60);
  expect(await asEve(`${keys}; ls /etc/own 2>/dev/null || echo not again`)).toBe(
    `${before}\nnot again`,
  );
  await instance.json("kill", "plain", "eve");
});

it("its next boot finds it as it is", async () => {
  const web = await instance.json<MachineDetailJson>("show", "web");
  const identity = "cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub; hostname";
  const before = await inside(web, identity);
  await inside(web, "echo kept >note; sync");
  await instance.json("stop", "web", "--timeout", "180");
  await instance.json("start", "web");
  await until(
    "web",
    () => inside(web, "cloud-init status --wait").catch(() => null),
    guestMinutes * 60,
  );
  expect(await inside(web, `${identity}; cat note`)).toBe(`${before}\nkept`);
});
