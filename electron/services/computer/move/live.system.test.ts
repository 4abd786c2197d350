import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { projectFolder } from "../../../../build/project.mjs";
import type { Instance } from "../../../../e2e/rig/command.ts";
import {
  idsIn,
  type MoveScene,
  makeMoveScene,
  pidsOf,
} from "../../../../e2e/rig/computers/move-scene.ts";
import type { OtherComputer } from "../../../../e2e/rig/computers/other-computer.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { version } from "../../../../package.json" with { type: "json" };
import { type FarMove, openFarMove } from "../../../adapters/computer/far-move.ts";
import type { ActionJson, MachineJson } from "../../../contract/app/cli.ts";
import { createFoundation } from "../../compose/foundation.ts";
import { machinesParts } from "../../compose/machines.ts";
import { receiveMachine } from "./receive.ts";
import { sendMachine } from "./send.ts";

/** Moves of a machine that runs, and cuts in the middle of them. */
let scene: MoveScene;
let here: Instance;
let far: OtherComputer;
let content = "";

const MiB = 1024 ** 2;
const token = "0123456789abcdef0123456789abcdef";
const parts = () => machinesParts(createFoundation(here.env));

beforeAll(async () => {
  scene = await makeMoveScene(6);
  ({ here, far } = scene);
});
// The leavings of a failed test would make the next one fail, too.
afterEach(() => scene.clear());
afterAll(() => scene?.close());

/** Makes the machine and starts it; returns its ID. */
async function startWeb(size?: number): Promise<string> {
  const id = await scene.makeWeb(size);
  content = await scene.sumOf(join(scene.folder, "machines", id, "disk.qcow2"));
  await here.json("start", "web");
  return id;
}

const statusOn = async (one: Pick<Instance, "json">) =>
  (await one.json<readonly MachineJson[]>("list"))
    .filter(({ computer }) => computer === null)
    .map(({ name, status }) => `${name} ${status}`);
const qemus = () => pidsOf("^qemu-system-x86_64 .*guest=web");
const openMove = async (send: string | null) => {
  const big = { name: "big", host: far.host, isJoined: false, isUplink: false };
  const opened = await openFarMove(big, version, "en", send);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
};

/** Checks that the machine runs on that computer, that nothing of it is on the other, and that its disk is whole. */
async function expectRunningOn(where: "here" | "far"): Promise<void> {
  const wanted = { here: ["web running"], far: [] as string[] };
  if (where === "far") [wanted.here, wanted.far] = [wanted.far, wanted.here];
  const both = async () => ({ here: await statusOn(here), far: await statusOn(far) });
  await until("one of it", async () => JSON.stringify(await both()) === JSON.stringify(wanted));
  await until("one QEMU", async () => (await qemus()).length === 1);
  await until("the far ends to go", async () => (await pidsOf("serve --")).length === 0);
  await until("nobody to mend", async () => (await pidsOf("mend-move")).length === 0);
  expect(await both()).toEqual(wanted);
  expect(idsIn(join(scene.farFolder, "incoming"))).toEqual([]);
  const home = where === "here" ? scene.folder : scene.farFolder;
  const one = where === "here" ? here : far;
  const [id = ""] = idsIn(join(home, "machines"));
  await one.json("kill", "web");
  expect(await scene.sumOf(join(home, "machines", id, "disk.qcow2"))).toBe(content);
  expect(await one.json<readonly ActionJson[]>("start", "web")).toMatchObject([{ ok: true }]);
}

it("moves a running machine there and back, and it is never stopped", async () => {
  const id = await startWeb();
  const first = await here.json<{ bytes: number }>("move", "web", "--to", "big");
  expect(first).toMatchObject({ name: "web", computer: "big" });
  expect(first.bytes).toBeGreaterThan(12 * MiB);
  expect(await statusOn(far)).toEqual(["web running"]);
  expect(await statusOn(here)).toEqual([]);
  // Its log begins with its start, which was that on this computer.
  expect(await here.json("move", "big/web")).toMatchObject({ name: "web", computer: null });
  expect(await statusOn(here)).toEqual(["web running"]);
  expect(existsSync(join(scene.folder, "machines", id, "leaving.json"))).toBe(false);
  await expectRunningOn("here");
});

it("a paused one stays paused", async () => {
  await startWeb();
  await here.json("pause", "web");
  await here.json("move", "web", "--to", "big");
  expect([await statusOn(here), await statusOn(far)]).toEqual([[], ["web paused"]]);
  await far.json("resume", "web");
  await expectRunningOn("far");
});

it("tells before what does not fit, and stops it for the move if that is wished", async () => {
  await startWeb();
  await here.json("snapshot", "take", "web", "one");
  const { code, message } = await scene.refused("move", "web", "--to", "big");
  expect([code, message]).toEqual(["move-live-snapshots", expect.stringContaining("snapshots")]);
  await here.json("snapshot", "delete", "web", "one");
  far.replaceCommand(
    `mkdir -p ${far.home}/old; printf '#!/bin/sh\\necho QEMU emulator version 6.0.0\\n' > ${far.home}/old/qemu-system-x86_64; chmod 755 ${far.home}/old/qemu-system-x86_64; PATH=${far.home}/old:$PATH exec ${process.execPath} ${join(projectFolder, "build/virtray.mjs")} "$@"`,
  );
  const unfit = await scene.refused("move", "web", "--to", "big");
  expect(unfit.code).toBe("move-live-unfit");
  expect(unfit.message).toContain("QEMU 6.0");
  far.replaceCommand(null);
  await expectRunningOn("here");
  // It has no guest that hears the power button: nothing is forced, and nothing moves.
  await here.json("kill", "web");
  await here.json("move", "web", "--to", "big", "--stop");
  expect([await statusOn(here), await statusOn(far)]).toEqual([[], ["web stopped"]]);
});

/** Makes the way there slow, begins a move, and waits until some of the disk is there. */
async function beginSlowly(): Promise<{ readonly move: ReturnType<Instance["virtray"]> }> {
  const id = await startWeb(12);
  await scene.slow();
  const part = join(scene.farFolder, "incoming", id, "disk.qcow2");
  const move = here.virtray("move", "web", "--to", "big", "--json");
  await until("a part of the disk", () => existsSync(part) && statSync(part).size > 3 * MiB);
  return { move };
}

it.each([
  ["our command", "cli.cjs move web"],
  ["ssh", "^ssh .*serve --receive"],
  ["the other side", "virtray.mjs serve --receive"],
  ["the QEMU there", "^qemu-system-x86_64 .*guest=web.*-incoming defer"],
])("a kill of %s leaves it running here", async (_what, victim) => {
  const { move } = await beginSlowly();
  const before = await qemus();
  const [pid] = await pidsOf(victim);
  process.kill(Number(pid), "SIGKILL");
  expect((await move).exitCode).not.toBe(0);
  await scene.fast();
  await until("one QEMU", async () => (await qemus()).length === 1);
  expect(before).toContain((await qemus())[0]);
  await expectRunningOn("here");
  await here.json("move", "web", "--to", "big");
  await expectRunningOn("far");
});

it("a link that is cut leaves it running here, and nothing there", async () => {
  const { move } = await beginSlowly();
  await far.cut();
  const done = await move;
  expect([done.exitCode, JSON.parse(done.stdout).error.code]).toEqual([1, "computer-lost"]);
  expect(await statusOn(here)).toEqual(["web running"]);
  await far.heal();
  await scene.fast();
  await expectRunningOn("here");
});

it("a person who cancels it finds it running here, and nothing of it there", async () => {
  const { move } = await beginSlowly();
  const [pid] = await pidsOf("cli.cjs move web");
  process.kill(Number(pid), "SIGINT");
  const done = await move;
  expect([done.exitCode, JSON.parse(done.stdout).error.code]).toEqual([130, "cancelled"]);
  await scene.fast();
  await expectRunningOn("here");
});

it("a kill of our command that fetches it leaves it running there", async () => {
  await startWeb(12);
  await here.json("move", "web", "--to", "big");
  await scene.slow();
  const move = here.virtray("move", "big/web", "--json");
  await until("its QEMU here", async () => (await qemus()).length === 2);
  const [pid] = await pidsOf("cli.cjs move big/web");
  process.kill(Number(pid), "SIGKILL");
  await move;
  await scene.fast();
  await expectRunningOn("far");
});

it.each(["sent", "go"])(
  "killed while its guest stands still, before “%s”, it goes on here by itself",
  async (message) => {
    const id = await startWeb();
    const script = join(projectFolder, "e2e/rig/computers/hang-at.ts");
    const runner = join(projectFolder, "build/run-typescript.mjs");
    const child = spawn(process.execPath, [runner, script, message, far.host, id], {
      env: here.env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += String(chunk);
    });
    await until("the moment", () => said.includes("hangs"));
    expect(await statusOn(here)).toEqual(["web paused"]);
    if (message === "go") {
      expect((await here.virtray("resume", "web")).exitCode).toBe(1);
      expect((await here.virtray("stop", "web")).exitCode).toBe(1);
    }
    child.kill("SIGKILL");
    await expectRunningOn("here");
  },
);

it("cut after it changed hands, it runs there, and goes here once that is known", async () => {
  const id = await startWeb();
  const opened = await openMove(null);
  let isCut = false;
  const channel: FarMove = {
    ...opened,
    next: async () => (isCut ? null : opened.next()),
    async send(message) {
      const sent = await opened.send(message);
      if (Object.hasOwn(Object(message), "go")) {
        await until("its arrival", () => existsSync(join(scene.farFolder, "machines", id)));
        opened.end();
        isCut = true;
      }
      return sent;
    },
  };
  const sent = await sendMachine(parts(), channel, id, { token, computer: "big" });
  expect(sent).toMatchObject({ error: { code: "machine-leaving" } });
  await expectRunningOn("far");
});

it("fetched, cut at the last answer and moved on to a third place, it is not left behind", async () => {
  const id = await startWeb();
  await here.json("move", "web", "--to", "big");
  const opened = await openMove(id);
  const channel: FarMove = {
    ...opened,
    async send(message) {
      if (!Object.hasOwn(Object(message), "moved")) return opened.send(message);
      opened.end();
      return false;
    },
  };
  expect(await receiveMachine(parts(), channel, { computer: "big" })).toMatchObject({ ok: true });
  const leaving = join(scene.farFolder, "machines", id, "leaving.json");
  expect(JSON.parse(readFileSync(leaving, "utf8"))).toMatchObject({ computer: null });
  // The machine is elsewhere before the other computer could ask: with it goes what it knew of its arrival.
  await here.json("kill", "web");
  await here.json("delete", "web");
  await here.json("trash", "empty");
  await here.json("computer", "check", "big");
  expect([await statusOn(here), await statusOn(far)]).toEqual([[], []]);
  expect(await qemus()).toEqual([]);
});
