import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeTesterPlace, type TesterPlace } from "../../../../e2e/rig/app/tester-place.ts";
import { tester } from "../../../../e2e/rig/desktop/polkit.ts";
import { type LoopDisk, makeLoopDisk } from "../../../../e2e/rig/images/loop-disk.ts";
import { sh } from "../../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { netdFolder } from "../../../adapters/root/netd-folder.ts";
import type { FindingJson } from "../../../contract/app/cli-care.ts";
import type { InventoryEntry } from "../../../contract/lan/inventory.ts";

/** An open file is not a claim: the kernel announces it to no program, so root has to look for it. */
const folder = netdFolder(tester.uid);
const mountPoint = "/tmp/at";

let place: TesterPlace;
let disk: LoopDisk;
let programs: ChildProcess[];

beforeAll(async () => {
  place = await makeTesterPlace();
  mkdirSync(mountPoint, { recursive: true });
});
afterAll(() => place?.close());

beforeEach(async () => {
  programs = [];
  disk = await makeLoopDisk("/tmp/device-open.raw");
  await sh("mkfs.ext4", "-q", disk.node);
  await place.polkit.answer("yes");
  const added = await place.virtray("add", "m", "--device", disk.node, "--accel", "tcg");
  expect(added).toMatchObject({ exitCode: 0 });
});

afterEach(async () => {
  for (const each of programs) await end(each);
  await place.virtray("kill", "m");
  await place.virtray("delete", "m");
  await until("the end of the lending", () => leases().length === 0);
  disk.close();
});

const leases = () =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("lent-")) : [];

/** Starts a program that says a word on a line of its own once it is ready. */
async function start(argv: readonly string[]): Promise<{ child: ChildProcess; word: string }> {
  const [program = "", ...args] = argv;
  const child = spawn(program, args, { cwd: "/", stdio: ["ignore", "pipe", "inherit"] });
  programs.push(child);
  const [word] = (await once(child.stdout, "data")) as [Buffer];
  return { child, word: String(word).trim() };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Shell words that open a file and stay, as a program of a known name. */
const opening = (how: string, then = "") => [
  "sh",
  "-c",
  `exec 3${how}"$0"; echo ready; exec ${then} sleep 300 >/dev/null`,
];

const starting = () => place.virtray("start", "m");

describe("a disk that a process has open, without a claim on it", () => {
  it.each([
    ["root writes", opening("<>")],
    ["another user reads", opening("<", "setpriv --reuid=65534 --clear-groups")],
  ])("is not lent while %s", async (_who, argv) => {
    const before = await disk.access();
    const { child } = await start([...argv, disk.node]);
    expect(await starting()).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        `The program “sleep” (process ${child.pid}) has ${disk.node} open.`,
      ),
    });
    expect([await disk.access(), leases()]).toEqual([before, []]);
  });

  it("is not lent while a loop device leads to it, or to its backing file", async () => {
    const loop = await sh("losetup", "--find", "--show", disk.node);
    try {
      await sh("mount", loop, mountPoint);
      expect(await starting()).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining(`${disk.node} is part of ${loop.slice(5)}: `),
      });
      await sh("umount", mountPoint);
    } finally {
      await sh("losetup", "--detach", loop);
    }
    const twin = await sh("losetup", "--find", "--show", "/tmp/device-open.raw");
    try {
      await sh("mount", twin, mountPoint);
      expect(await starting()).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining(`${disk.node} is part of ${twin.slice(5)}: `),
      });
      await sh("umount", mountPoint);
    } finally {
      await sh("losetup", "--detach", twin);
    }
    await until("the loop device to be gone", async () => (await starting()).exitCode === 0);
    // A device that a machine has just returned is available for its next start.
    expect(await place.virtray("kill", "m")).toMatchObject({ exitCode: 0 });
    expect(await starting()).toMatchObject({ exitCode: 0 });
  });
});

/**
 * A program of perl's that keeps a file without a descriptor; numbers of calls are of x86-64. Some
 * kernels refuse to make a ring: then it prints "none".
 */
const perl = (keep: string) => [
  "perl",
  "-e",
  `$| = 1; open(F, "+<", $ARGV[0]) or die; ${keep} close(F); print "ready\\n"; sleep 300`,
];
const mapping = perl("syscall(9, 0, 4096, 3, 1, fileno(F), 0) == -1 and die;");
const registering = perl(
  `my $p = "\\0" x 120; my $ring = syscall(425, 8, $p); if ($ring < 0) { print "none\\n"; exit }
   my $files = pack("i", fileno(F)); syscall(427, $ring, 2, $files, 1) == -1 and die;`,
);

describe("a disk that a program of the user’s opened while it was lent", () => {
  const asTester = (argv: readonly string[]) => start([...place.polkit.asTester, ...argv]);
  const mount = () => sh("mount", "-t", "ext4", disk.node, mountPoint);

  it("cannot be mounted until that program lets go of it, and that is told", async () => {
    const before = await disk.access();
    expect(await starting()).toMatchObject({ exitCode: 0 });
    const { child } = await asTester([...opening("<>"), disk.node]);
    expect(await place.virtray("kill", "m")).toMatchObject({ exitCode: 0 });
    const told = `The program “sleep” (process ${child.pid}) still has ${disk.node} open, which was lent to a machine that has ended.`;
    await until("the doctor to tell of it", async () => {
      const { stdout } = await place.virtray("doctor", "--json");
      const found = JSON.parse(stdout) as readonly FindingJson[];
      return found.some(
        ({ id, level, what }) => id === "device-still-open" && level === "warning" && what === told,
      );
    });
    expect(await disk.access()).toBe(before);
    await expect(mount()).rejects.toThrow(/already mounted|busy/);
    const { stdout } = await place.virtray("net", "inventory", "--json");
    expect(JSON.parse(stdout) as readonly InventoryEntry[]).toContainEqual({
      ...{ kind: "device", what: `${disk.node}: sleep (${child.pid})` },
      ...{ state: "held", lasts: false },
    });
    expect(await starting()).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        `The program “sleep” (process ${child.pid}) has ${disk.node} open.`,
      ),
    });
    // Nothing is ended for it.
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    await end(child);
    await until("the end of the claim", () => leases().length === 0);
    await mount();
    await sh("umount", mountPoint);
  });

  it("is kept as long as it is mapped, or registered with a ring, without a descriptor", async () => {
    expect(await starting()).toMatchObject({ exitCode: 0 });
    const holders = [
      await asTester([...mapping, disk.node]),
      await asTester([...registering, disk.node]),
    ].filter(({ word }) => word !== "none");
    expect(await place.virtray("kill", "m")).toMatchObject({ exitCode: 0 });
    const named = () => {
      const note = leases().find((name) => name.endsWith(".open"));
      return note === undefined
        ? null
        : (JSON.parse(readFileSync(`${folder}/${note}`, "utf8")) as { readonly pid: number }).pid;
    };
    for (const { child } of holders.sort((a, b) => (a.child.pid ?? 0) - (b.child.pid ?? 0))) {
      await until("a note of it", () => named() === child.pid);
      await expect(mount()).rejects.toThrow(/already mounted|busy/);
      await end(child);
    }
    await until("the end of the claim", () => leases().length === 0);
  });
});
