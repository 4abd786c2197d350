import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { basePath } from "../../electron/adapters/store/template-store.ts";
import type { Result } from "../../electron/contract/errors/app-error.ts";
import { readAddMachine } from "../../electron/core/machine/read-add-machine.ts";
import { createChangesService } from "../../electron/services/machine/change/edit.ts";
import { exportMachine } from "../../electron/services/machine/change/export.ts";
import { createSnapshotsService } from "../../electron/services/machine/change/snapshots.ts";
import { createTemplatesService } from "../../electron/services/template/service.ts";
import { makeMachines } from "../rig/machines.ts";
import type { Order, Outcome } from "./ways.ts";

/** The time limit of a step in milliseconds: work on huge images is cancelled, as a user would. */
const mostMs = 4000;

/**
 * Reads orders, a line of JSON each, carries them out by the real services, and answers each with a
 * line; strace watches this program. Argument: two harmless disks of the two formats.
 */
export async function main([raw = "", qcow2 = ""]: readonly string[]): Promise<number> {
  const test = makeMachines();
  const out = join(test.folder, "out");
  mkdirSync(out);
  console.log(JSON.stringify({ folder: test.folder }));
  for await (const line of createInterface({ input: process.stdin })) {
    for (const folder of [out, test.paths.machines, test.paths.templates]) empty(folder);
    const uses = createUses(test, out);
    await carryOut(JSON.parse(line) as Order, uses, { raw, qcow2, out });
    console.log(JSON.stringify(uses.outcome()));
  }
  await test.close();
  return 0;
}

/** The use cases by which QEMU sees an image, each recorded as a step. */
interface Uses {
  inspect(path: string): Promise<void>;
  addTemplate(name: string, from: TemplateSource): Promise<void>;
  /** Returns the machine's id; null if it was refused. */
  addMachine(path: string): Promise<string | null>;
  /** Adds a further disk to a machine; returns whether it was accepted. */
  addDisk(id: string, path: string): Promise<boolean>;
  /** Runs all use cases of a stopped machine by which QEMU sees its disk. */
  seeDisk(id: string): Promise<void>;
  /** Returns the steps so far, and the images that they made. */
  outcome(): Outcome;
}

type TemplateSource = Parameters<ReturnType<typeof createTemplatesService>["add"]>[0]["from"];

function createUses(test: ReturnType<typeof makeMachines>, out: string): Uses {
  const templates = createTemplatesService({
    ...test.parts,
    warmChoice: async () => "by-hand",
    templatesFolder: async () => "",
    catalogue: [],
    loginName: "user",
    home: test.folder,
  });
  const changes = createChangesService(test.parts);
  const snapshots = createSnapshotsService(test.parts);
  const steps: string[] = [];
  const made: string[] = [];
  const step = async <T>(
    name: string,
    work: (options: { readonly signal: AbortSignal }) => Promise<Result<T>>,
  ): Promise<T | null> => {
    const done = await work({ signal: AbortSignal.timeout(mostMs) });
    steps.push(`${name}: ${done.ok ? "ok" : done.error.code}`);
    return done.ok ? done.value : null;
  };
  const addTemplate = async (name: string, from: TemplateSource): Promise<void> => {
    const added = await step(name, (options) => templates.add({ name: "t", from }, options));
    if (added === null) return;
    made.push(basePath(test.paths.templates, added.id));
    await templates.list();
  };
  return {
    async inspect(path) {
      await step("inspect", () => test.machines.inspectDisk(path));
    },
    addTemplate,
    async addMachine(path) {
      const request = readAddMachine(
        { name: "m", disk: path, memoryMiB: 32, acceleration: "tcg" },
        test.parts.host,
      );
      const added = await step("add", async () =>
        request.ok ? test.machines.add(request.value) : request,
      );
      return added?.id ?? null;
    },
    async addDisk(id, path) {
      return (await step("further", () => changes.addDisk(id, { kind: "file", path }))) !== null;
    },
    async seeDisk(id) {
      await test.machines.list();
      await step("snapshots", () => snapshots.list(id));
      const copied = await step("clone", (options) => changes.clone(id, "c", options));
      if (copied !== null) {
        made.push(copied.disk.path, ...(copied.disks ?? []).map((disk) => disk.path));
      }
      const target = join(out, "export.qcow2");
      const exported = await step("export", (options) =>
        exportMachine(test.parts, id, target, options),
      );
      if (exported !== null) made.push(...exported.disks);
      await addTemplate("template of it", { kind: "machine", id });
    },
    outcome: () => ({ steps, made }),
  };
}

/** Carries out one order; the harmless disks are those of which copies are added. */
async function carryOut(
  { way, path, url }: Order,
  { inspect, addTemplate, addMachine, addDisk, seeDisk }: Uses,
  { raw, qcow2, out }: { readonly raw: string; readonly qcow2: string; readonly out: string },
): Promise<void> {
  switch (way) {
    case "template":
      return addTemplate("template", { kind: "file", path });
    case "url":
      return addTemplate("url", { kind: "url", url });
    case "add": {
      await inspect(path);
      const id = await addMachine(path);
      if (id !== null) await seeDisk(id);
      return;
    }
    case "further": {
      const own = join(out, "own.qcow2");
      copyFileSync(qcow2, own);
      const id = await addMachine(own);
      if (id === null) return;
      if (await addDisk(id, path)) await seeDisk(id);
      return;
    }
    default: {
      const own = join(out, "own.img");
      copyFileSync(way === "rewritten-raw" ? raw : qcow2, own);
      const id = await addMachine(own);
      // Rewritten only now: the disk was harmless when it was added.
      copyFileSync(path, own);
      if (id !== null) await seeDisk(id);
    }
  }
}

function empty(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
}
