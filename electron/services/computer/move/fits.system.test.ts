import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Instance } from "../../../../e2e/rig/command.ts";
import { type MoveScene, makeMoveScene } from "../../../../e2e/rig/computers/move-scene.ts";
import type { OtherComputer } from "../../../../e2e/rig/computers/other-computer.ts";
import { withSmallDisk } from "../../../../e2e/rig/computers/small-disk.ts";
import { emptyDisk } from "../../../../e2e/rig/small-machine.ts";
import { until } from "../../../../e2e/rig/until.ts";
import type { MachineJson } from "../../../contract/app/cli.ts";

/** Machines that do not fit on the disk of the other computer, and machines with several disks. */
let scene: MoveScene;
let here: Instance;
let far: OtherComputer;

beforeAll(async () => {
  scene = await makeMoveScene(8);
  ({ here, far } = scene);
});
// The leavings of a failed test would make the next one fail, too.
afterEach(() => scene.clear());
afterAll(() => scene?.close());

const statusOn = async (one: Pick<Instance, "json">) =>
  (await one.json<readonly MachineJson[]>("list"))
    .filter(({ computer }) => computer === null)
    .map(({ name, status }) => `${name} ${status}`);

it.each([
  ["stopped", 16],
  // The template is there by then, so it is the disk alone that does not fit.
  ["running", 8],
] as const)("a %s machine is refused before, if it does not fit there", async (how, size) => {
  await scene.makeWeb(12);
  if (how === "running") await here.json("start", "web");
  await withSmallDisk(far, size, async (run, incoming) => {
    const { code, message } = await scene.refused("move", "web", "--to", "big");
    expect([code, message]).toEqual([
      "computer-refused",
      expect.stringMatching(/too little space: [\d.]+ MiB is needed, [\d.]+ MiB can be used/),
    ]);
    expect(await run("ls", "-A", incoming)).toBe("");
  });
  expect([await statusOn(here), await statusOn(far)]).toEqual([[`web ${how}`], []]);
  await here.json("move", "web", "--to", "big");
  expect([await statusOn(here), await statusOn(far)]).toEqual([[], [`web ${how}`]]);
});

it("a disk that fills up there leaves a running machine running here, and nothing there", async () => {
  await scene.makeWeb(12);
  await here.json("start", "web");
  await withSmallDisk(far, 40, async (run, incoming) => {
    await scene.slow();
    const move = here.virtray("move", "web", "--to", "big", "--json");
    const grown = async () => Number((await run("du", "-sm", incoming)).split("\t")[0]) > 3;
    await until("a part of the disk", grown);
    await run("dd", `of=${incoming}/filler`, "if=/dev/zero", "bs=1M", "status=none");
    const done = await move;
    expect(done.exitCode).toBe(1);
    expect(JSON.parse(done.stdout).error.message).toMatch(/space|full|room/i);
    expect(await run("ls", incoming)).toBe("filler");
  });
  await scene.fast();
  expect([await statusOn(here), await statusOn(far)]).toEqual([["web running"], []]);
});

it("takes all disks of a running machine along, in each format, and back", async () => {
  const id = await scene.makeWeb();
  const more = await emptyDisk(here.folder, "more");
  await execa("qemu-io", ["-f", "qcow2", "-c", "write -P 0x5a 1M 3M", more]);
  const raw = join(here.folder, "plain.raw");
  await execa("qemu-img", ["create", "-q", "-f", "raw", raw, "8M"]);
  await execa("qemu-io", ["-f", "raw", "-c", "write -P 0xa5 2M 1M", raw]);
  for (const file of [more, raw]) await here.json("disk", "add", "web", "--file", file);
  const sums = async ([first = "", second = "", third = ""]: readonly string[]) => [
    await scene.sumOf(first),
    await scene.sumOf(second),
    createHash("sha256").update(readFileSync(third)).digest("hex"),
  ];
  const moved = (folder: string) =>
    ["disk.qcow2", "disk1.qcow2", "disk2.raw"].map((name) => join(folder, "machines", id, name));
  const before = await sums([moved(scene.folder)[0] ?? "", more, raw]);
  await here.json("start", "web");
  expect(await here.json("move", "web", "--to", "big")).toMatchObject({ kept: [more, raw] });
  expect([await statusOn(here), await statusOn(far)]).toEqual([[], ["web running"]]);
  await far.json("kill", "web");
  expect(await sums(moved(scene.farFolder))).toEqual(before);
  await far.json("start", "web");
  await here.json("move", "big/web");
  expect([await statusOn(here), await statusOn(far)]).toEqual([["web running"], []]);
  await here.json("kill", "web");
  expect(await sums(moved(scene.folder))).toEqual(before);
});
