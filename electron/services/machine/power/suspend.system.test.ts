import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sh } from "../../../../e2e/rig/lan/test-net.ts";
import { makeMachines, qemuProcesses, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { type KnownFile, knowFile } from "../../../adapters/files/file-sum.ts";
import { machineRuntime } from "../../../adapters/qemu/runtime.ts";
import { statePath } from "../../../adapters/store/suspended-state.ts";
import { moveFromTrash } from "../../../adapters/store/trash-store.ts";
import { appError, ok } from "../../../contract/errors/app-error.ts";
import { createChangesService } from "../change/edit.ts";
import { createSnapshotsService } from "../change/snapshots.ts";
import { launch } from "./launch.ts";

let test: TestMachines;
let id: string;
beforeEach(async () => {
  test = makeMachines();
  ({ id } = await test.add("web"));
});
afterEach(() => test.close());

const folder = () => join(test.paths.machines, id);
const state = () => statePath(folder());
const disk = () => join(test.folder, "web.qcow2");
/** The files of the machine that hold memory, or a part of it. */
const memories = () => readdirSync(folder()).filter((name) => /state|part/.test(name));
const status = async () => (await test.view(id)).status;

/** Replaces what is recorded of the saved memory's content. */
function recordMemory(memory: Pick<KnownFile, "sha256" | "stamp"> | undefined): void {
  const path = join(folder(), "machine.json");
  const { suspended, ...machine } = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...machine, suspended: { ...suspended, memory } }));
}

async function running(): Promise<void> {
  expect(await test.machines.start(id)).toMatchObject({ ok: true });
}

async function suspended(): Promise<void> {
  await running();
  expect(await test.machines.suspend(id)).toEqual(ok(undefined));
}

it("a suspended machine ends, tells so, and goes on once", async () => {
  await suspended();
  expect(qemuProcesses(id)).toEqual([]);
  expect(await test.view(id)).toMatchObject({ status: "suspended", problem: null, pid: null });
  expect(await test.machines.wanted()).toEqual(new Set());
  expect(statSync(state()).mode & 0o777).toBe(0o600);
  expect(memories()).toEqual(["suspended.state"]);

  await running();
  expect(await test.view(id)).toMatchObject({ status: "running", problem: null });
  // Loaded once more, it would not fit the disk.
  expect(memories()).toEqual([]);
  expect((await test.view(id)).definition.suspended).toBeUndefined();
  await test.machines.kill(id);
  expect(await status()).toBe("stopped");
});

it("a paused machine can be suspended, and runs afterwards", async () => {
  await running();
  await test.machines.pause(id);
  expect(await test.machines.suspend(id)).toEqual(ok(undefined));
  await running();
  expect(await status()).toBe("running");
});

it("a machine that was loaded, but not told to run, forgets what was saved as it is resumed", async () => {
  await suspended();
  const { definition } = await test.view(id);
  // A program that was killed in the middle of a start leaves it so.
  const runtime = machineRuntime(test.paths, id);
  const memory = { state: state(), bytes: definition.suspended?.bytes ?? 0 };
  expect(await launch(test.parts, definition, runtime, memory)).toMatchObject({ ok: true });
  expect(await status()).toBe("paused");
  expect(await test.machines.resume(id)).toEqual(ok(undefined));
  expect(await status()).toBe("running");
  expect(memories()).toEqual([]);
});

describe("what would change a suspended machine", () => {
  it("is refused, and harms nothing", async () => {
    await suspended();
    const changes = createChangesService(test.parts);
    const refused = { ok: false, error: appError("machine-suspended", { name: "web" }) };
    expect(await changes.set(id, { memoryMiB: 64 })).toEqual(refused);
    expect(await changes.grow(id, 0, 2 ** 25)).toEqual(refused);
    expect(await changes.clone(id, "copy")).toEqual(refused);
    expect(await changes.export(id, join(test.folder, "out.qcow2"))).toEqual(refused);
    expect(await createSnapshotsService(test.parts).take(id, "now")).toEqual(refused);
    expect(await changes.rename(id, "www")).toMatchObject({ ok: true });
    expect(await test.machines.setAutostart(id, { when: "always", order: 1 })).toEqual(
      ok(undefined),
    );
    for (const action of ["stop", "kill", "pause", "resume", "suspend"] as const) {
      expect(await test.machines[action](id)).toEqual({
        ok: false,
        error: appError("machine-not-running", { name: "www" }),
      });
    }
    await running();
    expect(await test.machines.discard(id)).toEqual({
      ok: false,
      error: appError("machine-running", { name: "www" }),
    });
  });

  it("may be its way to the trash and back", async () => {
    await suspended();
    expect(await test.machines.delete(id)).toEqual(ok(undefined));
    const back = await moveFromTrash(test.paths.machines, test.paths.trash, id);
    expect(back).toMatchObject({ ok: true });
    expect(await status()).toBe("suspended");
    await running();
  });
});

describe("memory that does not fit any more", () => {
  const spoils = [
    ["is cut", "suspend-missing", () => truncateSync(state(), 1000)],
    [
      "is not memory",
      "suspend-changed",
      () => writeFileSync(state(), Buffer.alloc(statSync(state()).size, 7)),
    ],
    [
      "is another QEMU's",
      "suspend-unusable",
      async () => {
        writeFileSync(state(), Buffer.alloc(statSync(state()).size, 7));
        const { sha256, stamp } = await knowFile(state());
        recordMemory({ sha256, stamp });
      },
    ],
    [
      "has one byte that is another, and its old time",
      "suspend-changed",
      () => {
        const { size, atimeMs, mtimeMs } = statSync(state());
        const content = readFileSync(state());
        const at = Math.floor(size / 2);
        content.writeUInt8(content.readUInt8(at) ^ 1, at);
        writeFileSync(state(), content, { flag: "r+" });
        utimesSync(state(), atimeMs / 1000, mtimeMs / 1000);
      },
    ],
    [
      "is older than the disk",
      "suspend-disk-changed",
      () => sh("qemu-io", "-f", "qcow2", "-c", "write -P 7 0 64k", disk()),
    ],
  ] as const;
  it.each(spoils)("%s: it stays, and the machine can boot instead", async (_how, code, spoil) => {
    await suspended();
    await spoil();
    const spoilt = readFileSync(state());
    const refused = await test.machines.start(id);
    expect(refused).toMatchObject({ ok: false, error: { code } });
    expect(await test.view(id)).toMatchObject({ status: "suspended", problem: { code } });
    expect(readFileSync(state()).equals(spoilt)).toBe(true);

    const booted = await test.machines.boot(id);
    const [kept = ""] = memories();
    expect(booted).toEqual(
      ok({ warning: appError("suspend-kept", { name: "web", path: join(folder(), kept) }) }),
    );
    expect(memories()).toHaveLength(1);
    expect(readFileSync(join(folder(), kept)).equals(spoilt)).toBe(true);
    expect(await test.view(id)).toMatchObject({ status: "running", problem: null });
  });

  it.each([
    ["touched", () => utimesSync(state(), 1, 1)],
    [
      "put back from a copy",
      async () => {
        await execa("cp", [state(), `${state()}.copy`]);
        await execa("mv", [`${state()}.copy`, state()]);
      },
    ],
    ["saved by an earlier version", () => recordMemory(undefined)],
  ])("is no other if it was %s: the machine goes on", async (_how, change) => {
    await suspended();
    await change();
    await running();
    expect(memories()).toEqual([]);
  });

  it("stays where it was if the machine does not boot either", async () => {
    await suspended();
    await execa("mv", [disk(), `${disk()}.away`]);
    expect(await test.machines.boot(id)).toMatchObject({ error: { code: "disk-missing" } });
    expect(memories()).toEqual(["suspended.state"]);
    await execa("mv", [`${disk()}.away`, disk()]);
    await running();
  });

  it("can be discarded", async () => {
    await suspended();
    expect(await test.machines.discard(id)).toEqual(ok(undefined));
    expect(await status()).toBe("stopped");
    expect(memories()).toEqual([]);
    expect(await test.machines.discard(id)).toEqual({
      ok: false,
      error: appError("machine-not-suspended", { name: "web" }),
    });
  });
});

describe("a full disk", () => {
  let ballast: string;
  beforeEach(async () => {
    mkdirSync(folder(), { recursive: true });
    await sh("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", test.paths.machines);
    ballast = join(test.paths.machines, "ballast");
    ({ id } = await test.add("full"));
  });
  afterEach(async () => {
    await test.machines.kill(id);
    await sh("umount", "-l", test.paths.machines);
  });

  it("is told of before anything is saved", async () => {
    await running();
    await sh("fallocate", "-l", "80M", ballast);
    expect(await test.machines.suspend(id)).toMatchObject({ error: { code: "suspend-no-room" } });
    expect([await status(), memories()]).toEqual(["running", []]);
  });

  it("while memory is saved leaves nothing, and the machine runs on", async () => {
    await running();
    let isFilled = false;
    const suspend = test.machines.suspend(id, {
      onProgress() {
        if (isFilled) return;
        isFilled = true;
        // More than there is: it takes all.
        try {
          writeFileSync(ballast, Buffer.alloc(2 ** 27));
        } catch {}
      },
    });
    expect(await suspend).toMatchObject({
      error: { code: "disk-full", params: { path: state() } },
    });
    expect([await status(), memories()]).toEqual(["running", []]);
    await sh("rm", ballast);
    expect(await test.machines.suspend(id)).toEqual(ok(undefined));
    await running();
  });
});

it("a saving that is cancelled leaves nothing, and the machine runs on", async () => {
  await running();
  const abort = new AbortController();
  const done = await test.machines.suspend(id, {
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  expect(done).toEqual({ ok: false, error: appError("cancelled", {}) });
  expect([await status(), memories()]).toEqual(["running", []]);
});
