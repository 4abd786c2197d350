import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { defaultSettings } from "../../contract/app/settings.ts";
import { sampleMachine } from "../../contract/testing/samples.ts";

/**
 * The process ends, or the power fails, at any moment of a store's write. Every operation on files
 * goes through a layer that counts it, notes what a disk would have kept, and lets none happen
 * after a given one. Then the store is read again as the next start finds it.
 */
type Content = { live: string; durable: string };

const layer = vi.hoisted(() => ({
  /** The number of operations that may happen; the next one ends the process. */
  left: Number.POSITIVE_INFINITY,
  count: 0,
  /** The files as programs see them and as the disk has kept them: names lead to contents. */
  live: new Map<string, Content>(),
  durable: new Map<string, Content>(),
}));

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const step = () => {
    if (layer.left <= 0) throw new Error("the process has ended");
    layer.left -= 1;
    layer.count += 1;
  };
  const track = (path: string) => {
    const content = layer.live.get(path) ?? { live: "", durable: "" };
    layer.live.set(path, content);
    return content;
  };
  const within = (path: string) =>
    [...layer.live.keys()].filter((name) => name === path || name.startsWith(`${path}/`));

  const wrap = (path: string, file: FileHandle): FileHandle =>
    new Proxy(file, {
      get(target, name) {
        if (name === "writeFile") {
          return async (text: string) => {
            // Half of it may have been written when the process ends.
            const content = track(path);
            content.live = text.slice(0, text.length / 2);
            step();
            await target.writeFile(text);
            content.live = text;
          };
        }
        if (name === "sync") {
          return async () => {
            step();
            await target.sync();
            const isFolder = (await target.stat()).isDirectory();
            if (!isFolder) track(path).durable = track(path).live;
            else settleFolder(path);
          };
        }
        if (name === "close") return () => target.close();
        return Reflect.get(target, name);
      },
    });

  /** Names in a folder last once the folder is synced; a moved folder takes its content along. */
  function settleFolder(folder: string): void {
    const isIn = (name: string) => dirname(name) === folder || dirname(dirname(name)) === folder;
    for (const name of [...layer.durable.keys()]) {
      if (isIn(name) && !layer.live.has(name)) layer.durable.delete(name);
    }
    for (const [name, content] of layer.live) if (isIn(name)) layer.durable.set(name, content);
  }

  return {
    ...real,
    async open(path: string, flags: string, mode?: number) {
      step();
      const file = await real.open(path, flags, mode);
      if (flags.startsWith("w")) layer.live.set(path, { live: "", durable: "" });
      return wrap(path, file);
    },
    async rename(from: string, to: string) {
      step();
      await real.rename(from, to);
      for (const name of within(from)) {
        const content = layer.live.get(name);
        layer.live.delete(name);
        if (content !== undefined) layer.live.set(to + name.slice(from.length), content);
      }
    },
    async link(from: string, to: string) {
      step();
      await real.link(from, to);
      const content = layer.live.get(from);
      if (content !== undefined) layer.live.set(to, content);
    },
    async rm(path: string, options?: object) {
      step();
      await real.rm(path, options);
      for (const name of within(path)) layer.live.delete(name);
    },
    async unlink(path: string) {
      step();
      await real.unlink(path);
      layer.live.delete(path);
    },
    async mkdir(path: string, options?: object) {
      step();
      return real.mkdir(path, options);
    },
  };
});

const { createMachine, readMachines, recoverMachine, replaceMachine } = await import(
  "../store/machine-store.ts"
);
const { createSettingsPort } = await import("../store/settings-store.ts");

const folders: string[] = [];
afterEach(() => {
  layer.left = Number.POSITIVE_INFINITY;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "loss-"));
  folders.push(folder);
  return folder;
}

/** Begins to note, with what lies in the folder as what the disk has. */
function watchFrom(): void {
  layer.count = 0;
  layer.durable = new Map(
    [...layer.live].map(([name, { live }]) => [name, { live, durable: live }]),
  );
  layer.live = new Map(layer.durable);
}

/** Returns the files that the next start finds: after a kill, and after a loss of power with more or less written. */
const ends = {
  "kill -9": () => [...layer.live].map(([name, { live }]) => [name, live] as const),
  "a loss of power": () =>
    [...layer.durable].map(([name, { durable }]) => [name, durable] as const),
  "a loss of power that kept names but no unsynced content": () =>
    [...layer.live].map(([name, { durable }]) => [name, durable] as const),
};

/** Writes what an end has left into a new folder, in the place of the old one. */
function remains(from: string, what: readonly (readonly [string, string])[]): string {
  const folder = makeFolder();
  for (const [name, text] of what) {
    if (!name.startsWith(`${from}/`)) continue;
    const path = join(folder, name.slice(from.length));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

const id = "11111111-1111-4111-8111-111111111111";
const machine = sampleMachine({
  id,
  network: { address: "192.168.100.1", mac: "52:54:00:11:11:11", nic: "virtio" },
});

/**
 * Does `work` again and again, ended before its first operation, before its second, and so on to
 * its end; after each, `check` looks at what each kind of end leaves.
 */
async function endEverywhere(
  prepare: (folder: string) => Promise<void>,
  work: (folder: string) => Promise<unknown>,
  check: (found: string, end: string, finished: boolean) => Promise<void>,
): Promise<number> {
  for (let most = 0; ; most += 1) {
    const folder = makeFolder();
    layer.live.clear();
    layer.left = Number.POSITIVE_INFINITY;
    await prepare(folder);
    watchFrom();
    layer.left = most;
    await work(folder).catch(() => {});
    const finished = layer.left > 0;
    layer.left = Number.POSITIVE_INFINITY;
    const found = Object.entries(ends).map(
      ([end, what]) => [end, remains(folder, what())] as const,
    );
    for (const [end, place] of found) await check(place, `${end} after ${most} steps`, finished);
    if (finished) return most;
  }
}

describe("power loss: whenever it comes in the write of", () => {
  it("a new machine, it is there whole or not at all, and the older one stays", async () => {
    const other = { ...machine, id: id.replaceAll("1", "2") };
    const steps = await endEverywhere(
      async (folder) => void (await createMachine(folder, { ...other, name: "old" })),
      (folder) => createMachine(folder, machine),
      async (found, end, finished) => {
        const read = await readMachines(found);
        const names = read.ok ? read.value.machines.map(({ name }) => name) : [];
        expect([end, read.ok && read.value.broken]).toEqual([end, []]);
        expect(names, end).toEqual(finished || names.includes("web") ? ["old", "web"] : ["old"]);
      },
    );
    expect(steps).toBeGreaterThan(8);
  });

  it("a change of a machine, it is as before or as wished", async () => {
    const changed = { ...machine, memoryMiB: 2048 };
    const seen = new Set<number>();
    const steps = await endEverywhere(
      async (folder) => void (await createMachine(folder, machine)),
      (folder) => replaceMachine(folder, changed),
      async (found, end, finished) => {
        const read = await readMachines(found);
        expect([end, read.ok && read.value.broken]).toEqual([end, []]);
        const [one] = read.ok ? read.value.machines : [];
        expect([machine, changed], end).toContainEqual(one);
        if (finished) expect(one).toEqual(changed);
        seen.add(one?.memoryMiB ?? 0);
      },
    );
    expect(steps).toBeGreaterThan(6);
    expect([...seen].sort()).toEqual([1024, 2048]);
  });

  it("the way back to a backup, one of the two is there, and the way back stays open", async () => {
    const steps = await endEverywhere(
      async (folder) => {
        await createMachine(folder, machine);
        const path = join(folder, id, "machine.json");
        writeFileSync(path, "{ torn");
        layer.live.set(path, { live: "{ torn", durable: "{ torn" });
      },
      (folder) => recoverMachine(folder, id, () => ({ ok: true, value: undefined })),
      async (found, end) => {
        const read = await readMachines(found);
        const { machines = [], broken = [] } = read.ok ? read.value : {};
        if (machines.length === 1) return expect(machines, end).toEqual([machine]);
        expect([end, broken[0]?.backup?.name]).toEqual([end, "web"]);
        expect(readFileSync(join(found, id, "machine.json"), "utf8")).toBe("{ torn");
      },
    );
    expect(steps).toBeGreaterThan(5);
  });

  it("the settings, they are as before or as wished", async () => {
    const file = (folder: string) => join(folder, "config/settings.json");
    const steps = await endEverywhere(
      async (folder) => {
        mkdirSync(dirname(file(folder)));
        await createSettingsPort(file(folder)).change({ theme: "light" });
      },
      (folder) => createSettingsPort(file(folder)).change({ theme: "dark" }),
      async (found, end, finished) => {
        const { settings, problem } = await createSettingsPort(file(found)).load();
        expect([end, problem]).toEqual([end, null]);
        expect(["light", "dark"], end).toContain(settings.theme);
        if (finished) expect(settings).toEqual({ ...defaultSettings, theme: "dark" });
      },
    );
    expect(steps).toBeGreaterThan(8);
  });
});
