import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sshOptions } from "../../../e2e/rig/guest/run.mjs";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import { makeWarmed, type WarmedRig, wellDone } from "../../../e2e/rig/warmed.ts";
import { knowFile, sumOf } from "../../adapters/files/file-sum.ts";
import { openLanProbe } from "../../adapters/net/frame-probe.ts";
import { appError } from "../../contract/errors/app-error.ts";
import { parseIpv4 } from "../../core/base/ip-address.ts";
import { arpAnswer } from "../../core/path-check/probe-frames.ts";
import { wakeHelper } from "../../core/template/wake-helper.ts";
import { converse } from "../base/lan-prober.ts";
import { createSnapshotsService } from "../machine/change/snapshots.ts";

/** Real guests on a real switch, that go on from the memory of one that has booted. */
let rig: WarmedRig;

beforeAll(async () => {
  rig = await makeWarmed();
});

afterAll(() => rig?.close(), 180_000);

it("the helper of guests with cloud-init is whole", async () => {
  // A guest whose helper does not begin is silent, and is waited for in vain for long.
  await execa("python3", ["-c", "import sys; compile(sys.stdin.read(), 'helper', 'exec')"], {
    input: wakeHelper,
  });
});

/** The values that differ in each guest. */
const identity =
  "head -c 64 /dev/urandom | sha256sum; cat /etc/machine-id; hostname; cat /sys/class/net/eth0/address; " +
  "ip -4 -o addr show dev eth0 | awk '{print $4}'; sha256sum /etc/dropbear/*ed25519*";

/** The most seconds by which a guest's clock may differ: it tells whole ones, and was told its time. */
const clockSeconds = 2;

it("ten machines run as soon as they are created, and each is somebody else, at the right time", async () => {
  const before = await sumOf(join(rig.folder, "ram"));
  const names = Array.from({ length: 10 }, (_, index) => `web-${index + 1}`);
  const all = await Promise.all(names.map((name) => rig.create(name)));
  for (const { machine, how } of all) {
    expect(how).toEqual({ isAwake: true, whyCold: null });
    expect(await rig.test.view(machine.id)).toMatchObject({ status: "running", problem: null });
  }
  await Promise.all(all.map(({ machine }) => rig.answers(machine)));
  for (const { machine } of all) {
    // The guest looks at its clock at some time between these, however busy this computer is.
    const from = Math.floor(Date.now() / 1000) - clockSeconds;
    const clock = Number(await rig.inside(machine, "date +%s"));
    const to = Math.ceil(Date.now() / 1000) + clockSeconds;
    expect({ name: machine.name, from, clock, to, isRight: from <= clock && clock <= to }).toEqual({
      ...{ name: machine.name, from, clock, to, isRight: true },
    });
  }
  const told = await Promise.all(all.map(({ machine }) => rig.inside(machine, identity)));
  const rows = told.map((text) => text.split("\n"));
  for (const [place, { machine }] of all.entries()) {
    const [random, machineId, hostname, mac, address, hostKey] = rows[place] ?? [];
    expect(random).toMatch(/^[0-9a-f]{64}/);
    expect(hostKey).toMatch(/^[0-9a-f]{64}/);
    expect({ machineId, hostname, mac, address }).toEqual({
      machineId: machine.id.replaceAll("-", ""),
      hostname: machine.name,
      mac: machine.network.mac,
      address: `${machine.network.address}/24`,
    });
  }
  for (const column of [0, 1, 2, 3, 4, 5]) {
    expect(new Set(rows.map((row) => row[column])).size).toBe(10);
  }
  // They write to memory and disk all their life, and nothing of that comes to the template.
  const [web] = all;
  if (web === undefined) throw new Error("no machine");
  await rig.inside(
    web.machine,
    "dd if=/dev/urandom of=/dev/shm-test bs=1M count=16 2>/dev/null; sync",
  );
  await Promise.all(all.map(({ machine }) => rig.machines.kill(machine.id)));
  expect(await sumOf(join(rig.folder, "ram"))).toBe(before);
});

it("a machine answers at once at the address of one that is gone", async () => {
  const address = "192.168.100.50";
  for (const name of ["before", "after"]) {
    const { machine, how } = await rig.create(name, { address });
    expect(how).toEqual({ isAwake: true, whyCold: null });
    // This computer believes a card for half a minute unless it hears of another one.
    await until("an answer", () =>
      sh("ping", "-c", "1", "-W", "1", address).then(
        () => true,
        () => false,
      ),
    );
    wellDone(await rig.machines.kill(machine.id));
    wellDone(await rig.machines.delete(machine.id));
  }
});

/** Has somebody in the LAN have an address, who hears who else claims it. */
async function stranger(address: string) {
  const who = { mac: "02:00:00:00:00:99", address: parseIpv4(address) ?? 0 };
  const rivals = new Set<string>();
  const probe = openLanProbe(rig.socketFolder);
  probe.listen((frame) => {
    if (frame.kind !== "arp") return;
    if (frame.address === address) rivals.add(frame.mac);
    if (frame.to === address) {
      probe.send(arpAnswer(who, frame.mac, parseIpv4(frame.address) ?? 0));
    }
  });
  // The plug may not be in yet.
  const talk = converse(rig.socketFolder);
  await until("the stranger’s answer", async () => (await talk.whoHas(address)) === who.mac);
  talk.close();
  const error = appError("address-answers", { address, mac: who.mac });
  return { refusal: { ok: false, error }, rivals, close: () => probe.close() };
}

it("an address that somebody has is refused after all, and nothing is left", async () => {
  const { machines: folder, runtime } = rig.test.paths;
  const { address } = await rig.machines.propose();
  if (address === null) throw new Error("no address is free");
  const other = await stranger(address);
  const left = () => [readdirSync(folder).sort(), readdirSync(runtime).sort()];
  const before = left();
  try {
    for (const cold of [false, true]) {
      const memoryMiB = cold ? 144 : 128;
      const size = { template: rig.template, memoryMiB, cpus: 1 };
      const request = { name: "rival", ...size, sshKeys: [], address };
      expect(await rig.templates.createMachine(request)).toEqual(other.refusal);
      expect(left()).toEqual(before);
    }
    // Where any address will do, it is another one.
    const { machine, how } = await rig.create("beside");
    expect(how).toEqual({ isAwake: true, whyCold: null });
    expect(machine.network.address).not.toBe(address);
    await rig.answers(machine);
    await rig.machines.kill(machine.id);
    expect([...other.rivals]).toEqual([]);
  } finally {
    other.close();
  }
}, 300_000);

it("a machine that was killed before the LAN answered does not start beside somebody with its address", async () => {
  const { machine } = await rig.create("late");
  await rig.machines.kill(machine.id);
  writeFileSync(join(machine.disk.path, "../waking"), "");
  const other = await stranger(machine.network.address);
  try {
    expect(await rig.machines.start(machine.id)).toEqual(other.refusal);
    expect(await rig.test.view(machine.id)).toMatchObject({ status: "stopped" });
  } finally {
    other.close();
  }
  wellDone(await rig.machines.start(machine.id));
  await rig.answers(machine);
  await rig.machines.kill(machine.id);
}, 300_000);

it("such a machine boots again as itself, and its snapshots load", async () => {
  const { machine } = await rig.create("boots");
  const snapshots = createSnapshotsService({
    ...rig.test.parts,
    switchSocket: async () => rig.socketFolder,
  });
  await rig.answers(machine);
  await rig.inside(machine, "echo remembered >/tmp/note");
  wellDone(await snapshots.take(machine.id, "awake"));
  await rig.inside(machine, "rm /tmp/note");
  const [taken] = wellDone(await snapshots.list(machine.id));
  wellDone(await snapshots.restore(machine.id, String(taken?.id)));
  await until("the note", () => rig.inside(machine, "cat /tmp/note").catch(() => null));
  wellDone(await rig.machines.stop(machine.id));
  wellDone(await rig.machines.start(machine.id));
  await rig.answers(machine);
  expect(await rig.inside(machine, "hostname; cat /sys/class/net/eth0/address; ls /tmp")).toBe(
    `boots\n${machine.network.mac}`,
  );
  // A guest with cloud-init would read its seed in the same way.
  const mount = "mkdir -p /seed && mount -t vfat -o ro,codepage=437,iocharset=ascii /dev/vdb /seed";
  expect(await rig.inside(machine, `${mount}; cd /seed && ls && cat meta-data`)).toBe(
    `meta-data\nnetwork-config\nuser-data\nvendor-data\ninstance-id: "${machine.id}"\nlocal-hostname: "boots"`,
  );
  wellDone(await rig.machines.kill(machine.id));
});

it("another user and user-data of its own reach a guest that goes on", async () => {
  const key = join(rig.test.folder, "own-key");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "eve", "-f", key]);
  const theirs = readFileSync(`${key}.pub`, "utf8").trim();
  const userData = `#cloud-config\nssh_authorized_keys: ["${theirs}"]\n`;
  const { machine, how } = await rig.create("ada", { user: "ada", userData });
  expect(how).toEqual({ isAwake: true, whyCold: null });
  await rig.answers(machine);
  const options = (await sshOptions()).map((each) => (each.endsWith("/key") ? key : each));
  const at = `ada@${machine.network.address}`;
  const login = await execa("ssh", [...options, at, "hostname; whoami; id -u"]);
  expect(login.stdout).toBe("ada\nroot\n0");
  expect(machine.user).toBe("ada");
  wellDone(await rig.machines.kill(machine.id));
});

it("a guest that does not take its state leaves a machine that boots", async () => {
  const ram = join(rig.folder, "ram");
  const state = join(rig.folder, "state");
  // A record that fits, of a state that does not: nobody but QEMU can tell.
  const content = readFileSync(state);
  content.fill(0, content.length / 2);
  writeFileSync(state, content);
  const record = JSON.parse(readFileSync(join(rig.folder, "warm.json"), "utf8"));
  record.files.state = await knowFile(state);
  writeFileSync(join(rig.folder, "warm.json"), JSON.stringify(record));
  const before = await sumOf(ram);
  const kept = join(rig.test.folder, "kept");
  linkSync(ram, kept);
  const { machine, how } = await rig.create("refused");
  expect(how).toMatchObject({ isAwake: false, whyCold: { code: "machine-wake-failed" } });
  expect(await rig.test.view(machine.id)).toMatchObject({ status: "stopped", pid: null });
  expect(await sumOf(kept)).toBe(before);
  expect((await rig.create("afterwards")).how).toEqual({ isAwake: false, whyCold: null });
  wellDone(await rig.machines.start(machine.id));
  await rig.answers(machine);
  expect(await rig.inside(machine, "hostname")).toBe("refused");
});

it("a full disk is told of, and nothing of a warming is left", async () => {
  const small = join(rig.test.folder, "small");
  mkdirSync(small);
  await sh("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", small);
  try {
    await execa("cp", ["-a", join(rig.test.paths.templates, rig.template), small]).catch(() => {});
    for (const name of readdirSync(join(small, rig.template))) {
      if (name.startsWith("warm")) rmSync(join(small, rig.template, name), { recursive: true });
    }
    const there = rig.templatesIn(small);
    const before = readdirSync(join(small, rig.template));
    expect(await there.warm({ id: rig.template, memoryMiB: 128 })).toMatchObject({
      error: { code: "disk-full" },
    });
    expect(readdirSync(join(small, rig.template))).toEqual(before);
  } finally {
    await sh("umount", small);
  }
});
