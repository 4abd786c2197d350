import { createHash } from "node:crypto";
import {
  createReadStream,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { guestRun, sshOptions } from "../../../e2e/rig/guest/run.mjs";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { makeMachines, type TestMachines } from "../../../e2e/rig/machines.ts";
import { until } from "../../../e2e/rig/until.ts";
import { fingerprintOf } from "../../adapters/image/base-image.ts";
import { createVdeSwitch, type VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import type { CreateFromTemplate } from "../../contract/template/template.ts";
import type { HowCreated } from "../../contract/template/warm.ts";
import { wakeHelper } from "../../core/template/wake-helper.ts";
import type { MachinesService } from "../base/interfaces.ts";
import type { TemplatesService } from "../base/template-interfaces.ts";
import { createSnapshotsService } from "../machine/change/snapshots.ts";
import { createTemplatesService } from "./service.ts";

/** Real guests on a real switch, that go on from the memory of one that has booted. */
let test: TestMachines;

let machines: MachinesService;
let templates: TemplatesService;
let vdeSwitch: VdeSwitch;
let template: string;
let warmed: string;

function wellDone<T>(done: Result<T>): T {
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
}

const sumOf = async (path: string) => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
};

/** Creates a machine of the template, and returns how it came to be. */
async function create(name: string, more: Partial<CreateFromTemplate> = {}) {
  let how: HowCreated | null = null;
  const request = { name, template, memoryMiB: 128, cpus: 1, sshKeys: [], ...more };
  const begin = performance.now();
  const machine = wellDone(
    await templates.createMachine(request, {
      onCreated: (told) => {
        how = told;
      },
    }),
  );
  return { machine, how: how as HowCreated | null, ms: performance.now() - begin };
}

const inside = ({ network }: MachineFile, command: string) => guestRun(network.address, command);

const answers = (machine: MachineFile) =>
  until(
    `${machine.name}’s answer`,
    () =>
      inside(machine, "true")
        .then(() => true)
        .catch(() => null),
    90,
  );

beforeAll(async () => {
  await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.254/24", "dev", "vtap0");
  await sh("ip", "link", "set", "vtap0", "up");
  test = makeMachines();
  vdeSwitch = createVdeSwitch(test.paths.switchFolder, 0);
  wellDone(await vdeSwitch.start("vtap0"));
  const parts = { ...test.parts, switchSocket: async () => vdeSwitch.socketFolder };

  machines = test.another(parts);
  templates = createTemplatesService({
    ...parts,
    ...{
      templatesFolder: async () => "",
      warmChoice: async () => "by-hand",
      catalogue: [],
      loginName: "root",
      home: test.folder,
    },
  });
  const image = join(test.folder, "pattern.qcow2");
  await buildGuestDisk({ path: image, name: "pattern", address: "192.168.100.99", wake: true });
  const from = { kind: "file", path: image } as const;
  template = wellDone(await templates.add({ name: "tiny", from })).id;
  warmed = join(test.paths.templates, template, "warm");
  wellDone(await templates.warm({ id: template, memoryMiB: 128, cpus: 1 }));
}, 300_000);

afterAll(async () => {
  // First: closing removes the files by which the switch is found.
  await vdeSwitch?.stop();
  await test?.close();
  await sh("ip", "link", "del", "vtap0");
}, 180_000);

it("the helper of guests with cloud-init is whole", async () => {
  // A guest whose helper does not begin is silent, and is waited for in vain for long.
  await execa("python3", ["-c", "import sys; compile(sys.stdin.read(), 'helper', 'exec')"], {
    input: wakeHelper,
  });
});

/** The values that differ in each guest, and the clock. */
const identity =
  "head -c 64 /dev/urandom | sha256sum; cat /etc/machine-id; hostname; cat /sys/class/net/eth0/address; " +
  "ip -4 -o addr show dev eth0 | awk '{print $4}'; date +%s";

it("machines run as soon as they are created, and each is somebody else", async () => {
  const before = await sumOf(join(warmed, "ram"));
  const all = await Promise.all([create("web"), create("pg"), create("mail")]);
  for (const { machine, how } of all) {
    expect(how).toEqual({ isAwake: true, whyCold: null });
    expect(await test.view(machine.id)).toMatchObject({ status: "running", problem: null });
    await answers(machine);
  }
  const hostKeys = await Promise.all(
    all.map(async ({ machine }) => {
      const { stdout } = await execa("ssh-keyscan", ["-t", "ed25519", machine.network.address]);
      return stdout.split(" ").at(-1);
    }),
  );
  expect(new Set(hostKeys).size).toBe(3);
  const told = await Promise.all(all.map(({ machine }) => inside(machine, identity)));
  const rows = told.map((text) => text.split("\n"));
  for (const [place, { machine }] of all.entries()) {
    const [random, machineId, hostname, mac, address, clock] = rows[place] ?? [];
    expect(random).toMatch(/^[0-9a-f]{64}/);
    expect({ machineId, hostname, mac, address }).toEqual({
      machineId: machine.id.replaceAll("-", ""),
      hostname: machine.name,
      mac: machine.network.mac,
      address: `${machine.network.address}/24`,
    });
    expect(Math.abs(Number(clock) - Date.now() / 1000)).toBeLessThan(30);
  }
  expect(new Set(rows.map(([random]) => random)).size).toBe(3);
  // They write to memory and disk all their life, and nothing of that comes to the template.
  const [web] = all;
  if (web === undefined) throw new Error("no machine");
  await inside(web.machine, "dd if=/dev/urandom of=/dev/shm-test bs=1M count=16 2>/dev/null; sync");
  await Promise.all(all.map(({ machine }) => machines.kill(machine.id)));
  expect(await sumOf(join(warmed, "ram"))).toBe(before);
}, 180_000);

it("a machine answers at once at the address of one that is gone", async () => {
  const address = "192.168.100.50";
  for (const name of ["before", "after"]) {
    const { machine, how } = await create(name, { address });
    expect(how).toEqual({ isAwake: true, whyCold: null });
    // This computer believes a card for half a minute unless it hears of another one.
    await until(
      "an answer",
      () =>
        sh("ping", "-c", "1", "-W", "1", address).then(
          () => true,
          () => false,
        ),
      15,
    );
    wellDone(await machines.kill(machine.id));
    wellDone(await machines.delete(machine.id));
  }
}, 120_000);

it("such a machine boots again as itself, and its snapshots load", async () => {
  const { machine } = await create("boots");
  const snapshots = createSnapshotsService({
    ...test.parts,
    switchSocket: async () => vdeSwitch.socketFolder,
  });
  await answers(machine);
  await inside(machine, "echo remembered >/tmp/note");
  wellDone(await snapshots.take(machine.id, "awake"));
  await inside(machine, "rm /tmp/note");
  const [taken] = wellDone(await snapshots.list(machine.id));
  wellDone(await snapshots.restore(machine.id, String(taken?.id)));
  await until("the note", () => inside(machine, "cat /tmp/note").catch(() => null), 60);
  wellDone(await machines.stop(machine.id));
  wellDone(await machines.start(machine.id));
  await answers(machine);
  expect(await inside(machine, "hostname; cat /sys/class/net/eth0/address; ls /tmp")).toBe(
    `boots\n${machine.network.mac}`,
  );
  wellDone(await machines.kill(machine.id));
}, 180_000);

it("another user and user-data of its own reach a guest that goes on", async () => {
  const key = join(test.folder, "own-key");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "eve", "-f", key]);
  const theirs = readFileSync(`${key}.pub`, "utf8").trim();
  const userData = `#cloud-config\nssh_authorized_keys: ["${theirs}"]\n`;
  const { machine, how } = await create("ada", { user: "ada", userData });
  expect(how).toEqual({ isAwake: true, whyCold: null });
  await answers(machine);
  const options = (await sshOptions()).map((each) => (each.endsWith("/key") ? key : each));
  const at = `ada@${machine.network.address}`;
  const login = await execa("ssh", [...options, at, "hostname; whoami; id -u"]);
  expect(login.stdout).toBe("ada\nroot\n0");
  expect(machine.user).toBe("ada");
  wellDone(await machines.kill(machine.id));
}, 120_000);

it("a machine that is not like the warmed one boots, and is told why", async () => {
  const other = (what: string) => ({
    isAwake: false,
    whyCold: { code: "template-warm-other", params: { what } },
  });
  expect((await create("large", { memoryMiB: 192 })).how).toMatchObject(other("memory"));
  expect((await create("pair", { cpus: 2 })).how).toMatchObject(other("cpus"));
  const roomy = await create("roomy", { diskBytes: 2 ** 30 });
  expect(roomy.how).toMatchObject(other("disk"));
  expect((await test.view(roomy.machine.id)).status).toBe("stopped");
}, 180_000);

it("a state that is of use no more is told of once, and removed", async () => {
  const record = join(warmed, "warm.json");
  const saved = join(test.folder, "saved");
  await execa("cp", ["-a", "--sparse=always", warmed, saved]);
  const restore = () => execa("cp", ["-a", "--sparse=always", saved, warmed]);
  const changes: readonly (readonly [string, "files" | "computer", () => void])[] = [
    ["cut", "files", () => truncateSync(join(warmed, "ram"), 64 * 2 ** 20)],
    ["state", "files", () => writeFileSync(join(warmed, "state"), "x", { flag: "a" })],
    [
      "qemu",
      "computer",
      () => {
        const now = JSON.parse(readFileSync(record, "utf8"));
        writeFileSync(record, JSON.stringify({ ...now, computer: "another" }));
      },
    ],
  ];
  for (const [name, what, change] of changes) {
    change();
    const first = await create(name);
    expect(first.how).toMatchObject({
      isAwake: false,
      whyCold: { code: "template-warm-stale", params: { what } },
    });
    expect((await create(`${name}-2`)).how).toEqual({ isAwake: false, whyCold: null });
    await restore();
  }
  expect((await create("whole")).how).toEqual({ isAwake: true, whyCold: null });
}, 180_000);

it("a guest that does not take its state leaves a machine that boots", async () => {
  const ram = join(warmed, "ram");
  const state = join(warmed, "state");
  // A record that fits, of a state that does not: nobody but QEMU can tell.
  const content = readFileSync(state);
  content.fill(0, content.length / 2);
  writeFileSync(state, content);
  const record = JSON.parse(readFileSync(join(warmed, "warm.json"), "utf8"));
  utimesSync(state, new Date(), (record.files.state.modifiedAt + 0.5) / 1000);
  record.files.state.fingerprint = await fingerprintOf(state);
  writeFileSync(join(warmed, "warm.json"), JSON.stringify(record));
  const before = await sumOf(ram);
  const kept = join(test.folder, "kept");
  linkSync(ram, kept);
  const { machine, how } = await create("refused");
  expect(how).toMatchObject({ isAwake: false, whyCold: { code: "machine-wake-failed" } });
  expect(await test.view(machine.id)).toMatchObject({ status: "stopped", pid: null });
  expect(await sumOf(kept)).toBe(before);
  expect((await create("afterwards")).how).toEqual({ isAwake: false, whyCold: null });
  wellDone(await machines.start(machine.id));
  await answers(machine);
  expect(await inside(machine, "hostname")).toBe("refused");
}, 180_000);

it("a full disk is told of, and nothing of a warming is left", async () => {
  const small = join(test.folder, "small");
  mkdirSync(small);
  await sh("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", small);
  try {
    await execa("cp", ["-a", join(test.paths.templates, template), small]).catch(() => {});
    for (const name of ["warm", "warm-again.json"]) {
      rmSync(join(small, template, name), { recursive: true, force: true });
    }
    const there = createTemplatesService({
      ...{ ...test.parts, paths: { ...test.paths, templates: small } },
      ...{
        templatesFolder: async () => "",
        warmChoice: async () => "by-hand",
        catalogue: [],
        loginName: "root",
        home: test.folder,
      },
    });
    const before = readdirSync(join(small, template));
    expect(await there.warm({ id: template, memoryMiB: 128 })).toMatchObject({
      error: { code: "disk-full" },
    });
    expect(readdirSync(join(small, template))).toEqual(before);
  } finally {
    await sh("umount", small);
  }
}, 180_000);
