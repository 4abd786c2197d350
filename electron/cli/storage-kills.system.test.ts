import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../e2e/rig/command.ts";
import type { MachineJson, SnapshotJson, TrashedJson } from "../contract/cli.ts";

const program = join(import.meta.dirname, "../../build/virtray.mjs");
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

it("twenty kills in taking and deleting snapshots and machines leave nothing half", async () => {
  const disk = join(instance.folder, "disk.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  await instance.json("add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg");
  await instance.json("snapshot", "take", "web", "kept");
  for (let round = 0; round < 20; round += 1) {
    // From before the command does anything to after its end, which takes some 400 ms.
    const moment = 60 + round * 20;
    if (round % 2 === 0) await kill(moment, "snapshot", "take", "web", `s${round}`);
    else if (round % 4 === 1) await kill(moment, "snapshot", "delete", "web", `s${round - 1}`);
    else await kill(moment, "delete", "web");

    const machines = await instance.json<readonly MachineJson[]>("list");
    const trash = await instance.json<readonly TrashedJson[]>("trash", "list");
    // In exactly one of both places, and whole.
    expect([...machines, ...trash].map(({ name }) => name)).toEqual(["web"]);
    if (trash.length > 0) await instance.json("trash", "restore", "web");
    const snapshots = await instance.json<readonly SnapshotJson[]>("snapshot", "list", "web");
    expect(snapshots.every(({ whole }) => whole)).toBe(true);
    expect(snapshots[0]?.name).toBe("kept");
  }
  // Clusters that nobody refers to may be left, which is no damage; a retry works.
  const checked = await execa("qemu-img", ["check", "--output=json", disk], { reject: false });
  expect(JSON.parse(checked.stdout)).not.toHaveProperty("corruptions");
  await instance.json("snapshot", "take", "web", "after");
  await instance.json("snapshot", "restore", "web", "kept");
  await instance.json("start", "web");
}, 120_000);
