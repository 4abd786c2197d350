import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { isLongForm, stepToTry } from "../../../e2e/rig/forms.mjs";
import { until } from "../../../e2e/rig/until.ts";
import { pathsFrom } from "../../adapters/files/paths.ts";
import type { MachineJson } from "../../contract/app/cli.ts";
import type { SnapshotJson, TemplateJson, TrashedJson } from "../../contract/app/cli-storage.ts";
import { cleanUpLeftovers } from "../../services/app/clean-up-leftovers.ts";

const program = join(import.meta.dirname, "../../../build/virtray.mjs");
let instance: Instance;

beforeEach(() => {
  instance = makeInstance();
});

afterEach(() => instance.close());

/** Runs the command and kills it after some milliseconds, if it has not ended by then. */
async function kill(milliseconds: number, ...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [program, ...args], { env: instance.env, stdio: "ignore" });
  const ended = once(child, "exit");
  await delay(milliseconds);
  child.kill("SIGKILL");
  await ended;
}

it("twenty kills in taking and deleting snapshots and machines leave nothing half-done", async () => {
  const disk = join(instance.folder, "disk.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  await instance.json("add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg");
  await instance.json("snapshot", "take", "web", "kept");
  for (let round = 0; round < 20; round += 1) {
    // From before the command acts to after its end, which takes some 400 ms.
    const moment = 60 + round * 20;
    if (round % 2 === 0) await kill(moment, "snapshot", "take", "web", `s${round}`);
    else if (round % 4 === 1) await kill(moment, "snapshot", "delete", "web", `s${round - 1}`);
    else await kill(moment, "delete", "web");

    const machines = await instance.json<readonly MachineJson[]>("list");
    const trash = await instance.json<readonly TrashedJson[]>("trash", "list");
    // In exactly one of both places, and complete.
    expect([...machines, ...trash].map(({ name }) => name)).toEqual(["web"]);
    if (trash.length > 0) await instance.json("trash", "restore", "web");
    const snapshots = await instance.json<readonly SnapshotJson[]>("snapshot", "list", "web");
    expect(snapshots.every(({ whole }) => whole)).toBe(true);
    expect(snapshots[0]?.name).toBe("kept");
  }
  // Leaked clusters may remain, which are not damage; a retry works.
  const checked = await execa("qemu-img", ["check", "--output=json", disk], { reject: false });
  expect(JSON.parse(checked.stdout)).not.toHaveProperty("corruptions");
  await instance.json("snapshot", "take", "web", "after");
  await instance.json("snapshot", "restore", "web", "kept");
  await instance.json("start", "web");
});

it("kills in taking and deleting snapshots of a running machine neither stop it nor leave a partial one", async () => {
  const disk = join(instance.folder, "disk.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  await instance.json("add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg");
  await instance.json("start", "web");
  for (let round = 0; round < 6; round += 1) {
    const moment = 150 + round * 70;
    if (round % 3 < 2) await kill(moment, "snapshot", "take", "web", `s${round}`);
    else await kill(moment, "snapshot", "delete", "web", `s${round - 1}`);
    // QEMU completes the job that it has begun.
    await instance.machine("web", ({ status }) => status === "running");
    const snapshots = await instance.json<readonly SnapshotJson[]>("snapshot", "list", "web");
    expect(snapshots.every(({ whole }) => whole)).toBe(true);
  }
  await instance.json("snapshot", "take", "web", "after");
  await instance.json("snapshot", "restore", "web", "after");
  await instance.json("kill", "web");
  const checked = await execa("qemu-img", ["check", "--output=json", disk], { reject: false });
  expect(JSON.parse(checked.stdout)).not.toHaveProperty("corruptions");
});

it("a killed export leaves no files once another begins, and can be repeated", async () => {
  const at = (...names: readonly string[]) => join(instance.folder, ...names);
  const out = at("out");
  mkdirSync(out);
  for (const [name, size] of [
    ["large", "512M"],
    ["small", "1M"],
  ] as const) {
    const disk = at(`${name}.qcow2`);
    await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, size]);
    // The bytes must not be zero, or nothing would be written.
    await execa("qemu-io", ["-f", "qcow2", "-c", `write -P 7 0 ${size}`, disk]);
    await instance.json("add", name, "--disk", disk, "--memory", "32", "--accel", "tcg");
  }
  const target = join(out, "large.qcow2");
  const kept = join(out, ".virtray-mine.part");
  writeFileSync(kept, "mine");
  const drafts = () => readdirSync(out).filter((name) => statSync(join(out, name)).size > 2 ** 20);
  for (const next of ["export", "app"] as const) {
    const args = [program, "export", "large", "--to", target];
    const child = spawn(process.execPath, args, { env: instance.env, stdio: "ignore" });
    const ended = once(child, "exit");
    await until("the export", () => drafts().length > 0);
    child.kill("SIGKILL");
    await ended;
    expect(readdirSync(out)).toHaveLength(2);
    if (next === "export") {
      await instance.json("export", "small", "--to", at("small copy.qcow2"));
    } else {
      // The application does the same when it starts.
      await cleanUpLeftovers(pathsFrom(instance.env, process.getuid?.() ?? 0));
    }
    expect(readdirSync(out)).toEqual([".virtray-mine.part"]);
    expect(readdirSync(at("data/virtray/unfinished"))).toEqual([]);
  }
  await instance.json("export", "large", "--to", target);
  await execa("qemu-img", ["compare", at("large.qcow2"), target]);
});

it("a kill at any change of files in moving images loses none, and leaves no leftover after the next move", async () => {
  const [far, farther] = [join(instance.folder, "far"), join(instance.folder, "farther")];
  // On another file system the images have to be copied.
  mkdirSync(far);
  await execa("mount", ["-t", "tmpfs", "-o", "size=16M", "tmpfs", far]);
  mkdirSync(farther);
  try {
    const image = join(instance.folder, "image.qcow2");
    await execa("qemu-img", ["create", "-q", "-f", "qcow2", image, "16M"]);
    await execa("qemu-io", ["-f", "qcow2", "-c", "write -P 7 0 2M", image]);
    const { id } = await instance.json<TemplateJson>("template", "add", "base", "--from", image);
    const definition = join(instance.folder, "data/virtray/templates", id);
    const content = readFileSync(join(definition, "base.qcow2"));
    const notes = join(instance.folder, "data/virtray/unfinished");
    mkdirSync(notes, { recursive: true });
    const images = () =>
      [definition, far, farther].map((folder) =>
        readdirSync(folder).filter((name) => !/^(?:\.moving|template)\.json/.test(name)),
      );
    const moved = async (to: string, killAt: number) => {
      const killer = pathToFileURL(join(import.meta.dirname, "../../../e2e/rig/kill-at.mjs"));
      const { exitCode } = await execa(process.execPath, [program, "template", "folder", to], {
        env: {
          ...instance.env,
          NODE_OPTIONS: `--import=${killer}`,
          KILL_AT: String(killAt),
          KILL_BELOW: [definition, far, farther].join(":"),
        },
        ...{ extendEnv: false, reject: false, stdin: "ignore" },
      });
      return exitCode === 0;
    };
    const file = `${id}.qcow2`;
    /** Returns the paths of the images once all are in a folder. */
    const at = new Map<string, readonly (readonly string[])[]>([
      ["default", [["base.qcow2"], [], []]],
      [far, [["base.qcow2"], [file], []]],
      [farther, [["base.qcow2"], [], [file]]],
    ]);
    let kills = 0;
    for (const [from, to] of [
      ["default", far],
      [far, farther],
      [farther, "default"],
    ] as const) {
      for (let killAt = 1; ; killAt += stepToTry(2)) {
        await instance.json("template", "folder", from);
        expect(images()).toEqual(at.get(from));
        if (await moved(to, killAt)) break;
        kills += 1;
        expect(readFileSync(join(definition, "base.qcow2")).equals(content)).toBe(true);
        // The next attempt completes or reverts the move; or the application cleans up at its
        // start.
        const next = [to, from, null][killAt % 3];
        if (next === null) await cleanUpLeftovers(pathsFrom(instance.env, process.getuid?.() ?? 0));
        else await instance.json("template", "folder", next as string);
        expect([at.get(from), at.get(to)]).toContainEqual(images());
        expect(readdirSync(notes)).toEqual([]);
        expect(readFileSync(join(definition, "base.qcow2")).equals(content)).toBe(true);
      }
      expect(images()).toEqual(at.get(to));
    }
    expect(kills).toBeGreaterThan(isLongForm ? 20 : 10);
  } finally {
    await execa("umount", [far]);
  }
});
