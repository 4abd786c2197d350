import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Instance } from "../../../../e2e/rig/command.ts";
import {
  idsIn,
  type MoveScene,
  makeMoveScene,
  pidsOf,
} from "../../../../e2e/rig/computers/move-scene.ts";
import type { OtherComputer } from "../../../../e2e/rig/computers/other-computer.ts";
import { withSmallDisk } from "../../../../e2e/rig/computers/small-disk.ts";
import { emptyDisk } from "../../../../e2e/rig/small-machine.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { version } from "../../../../package.json" with { type: "json" };
import { type FarMove, openFarMove } from "../../../adapters/computer/far-move.ts";
import type { ActionJson } from "../../../contract/app/cli.ts";
import { createFoundation } from "../../compose/foundation.ts";
import { machinesParts } from "../../compose/machines.ts";
import { receiveMachine } from "./receive.ts";
import { sendMachine } from "./send.ts";

/** Moves of real disks between this computer and another one, and cuts in the middle of them. */
let scene: MoveScene;
let here: Instance;
let far: OtherComputer;
let folder: string;
let farFolder: string;
let content = "";

const MiB = 1024 ** 2;
const token = "0123456789abcdef0123456789abcdef";
const big = () => ({ name: "big", host: far.host, isJoined: false, isUplink: false });

beforeAll(async () => {
  scene = await makeMoveScene(5);
  ({ here, far, folder, farFolder } = scene);
});
// The leavings of a failed test would make the next one fail, too.
afterEach(() => scene.clear());
afterAll(() => scene?.close());

const onHere = () => scene.onHere();
const onFar = () => scene.onFar();
const refused = (...args: readonly string[]) => scene.refused(...args);
const definitionIn = (path: string) => {
  const [id = ""] = idsIn(join(path, "machines"));
  return JSON.parse(readFileSync(join(path, "machines", id, "machine.json"), "utf8"));
};

/** Settles what was cut, and checks that the machine is whole on that computer, and not on the other. */
async function expectWholeOn(where: "here" | "far"): Promise<void> {
  await here.json("computer", "check", "big");
  expect({ here: await onHere(), far: await onFar() }).toEqual({
    here: where === "here" ? ["web"] : [],
    far: where === "far" ? ["web"] : [],
  });
  const home = where === "here" ? folder : farFolder;
  const [id = ""] = idsIn(join(home, "machines"));
  expect(await scene.sumOf(join(home, "machines", id, "disk.qcow2"))).toBe(content);
  const one = where === "here" ? here : far;
  expect(await one.json<readonly ActionJson[]>("start", "web")).toMatchObject([{ ok: true }]);
  await one.json("kill", "web");
  await one.json("delete", "web");
  await one.json("trash", "empty");
}

/** Makes the machine, and keeps what its guest sees of its disk. */
async function makeWeb(size?: number): Promise<string> {
  const id = await scene.makeWeb(size);
  content = await scene.sumOf(join(folder, "machines", id, "disk.qcow2"));
  return id;
}

it("moves a machine there and back, and sends the template once", async () => {
  await makeWeb();
  const disk = await emptyDisk(here.folder, "more");
  await here.json("disk", "add", "web", "--file", disk);
  await here.json("forward", "add", "web", "8080:80");
  const iso = join(here.folder, "pattern.qcow2");
  await here.json("set", "web", "--cdrom", iso, "--boot", "cdrom");
  const shared = join(here.folder, "shared");
  mkdirSync(shared);
  await here.json("share", "add", "web", shared, "/mnt");
  await here.json("autostart", "set", "always", "web");
  const first = await here.json<{ bytes: number }>("move", "web", "--to", "big");
  expect(first).toMatchObject({ name: "web", computer: "big", kept: [disk] });
  expect(first).toMatchObject({ left: { cdrom: iso, shares: [shared] } });
  expect(definitionIn(farFolder)).not.toHaveProperty("cdrom");
  expect(definitionIn(farFolder)).not.toHaveProperty("shares");
  expect(definitionIn(farFolder).boot).toBe("disk");
  const [base] = idsIn(join(folder, "templates"));
  const template = statSync(join(folder, "templates", base ?? "", "base.qcow2")).size;
  expect(template).toBeGreaterThan(8 * MiB);
  expect(await onHere()).toEqual([]);
  expect(await onFar()).toEqual(["web"]);
  expect(definitionIn(farFolder)).toMatchObject({
    network: { forwards: [{ hostPort: 8080 }] },
    autostart: { when: "always" },
  });
  expect(idsIn(join(farFolder, "incoming"))).toEqual([]);
  expect(await far.json<readonly ActionJson[]>("start", "web")).toMatchObject([{ ok: true }]);
  await far.json("kill", "web");
  const back = await here.json<{ bytes: number }>("move", "big/web");
  expect(back).toMatchObject({ name: "web", computer: null });
  expect(first.bytes - back.bytes).toBeGreaterThan(template - MiB);
  expect(await onFar()).toEqual([]);
  // The other side opens no ports here, and starts nothing by itself.
  expect(definitionIn(folder)).not.toHaveProperty("autostart");
  expect(definitionIn(folder).network).not.toHaveProperty("forwards");
  await here.json("disk", "remove", "web", "1");
  await expectWholeOn("here");
});

it("refuses what cannot move, and where it cannot go", async () => {
  await makeWeb();
  const web = await scene.idOf("web");
  expect(await refused("move", "web")).toMatchObject({ code: "move-nowhere" });
  expect(await refused("move", "none", "--to", "big")).toMatchObject({ code: "machine-unknown" });
  expect(await refused("move", "web", "--to", "none")).toMatchObject({ code: "computer-unknown" });
  const other = await emptyDisk(far.home, "other");
  await execa("chown", ["4242:4242", other]);
  await far.json("add", "web", "--disk", other, "--memory", "32");
  const { code, message } = await refused("move", "web", "--to", "big");
  expect([code, message]).toEqual(["computer-refused", expect.stringContaining("“web”")]);
  await far.json("delete", "web");
  await far.json("trash", "empty");
  content = await scene.sumOf(join(folder, "machines", web, "disk.qcow2"));
  await expectWholeOn("here");
});

/** Makes the way there slow, begins a move, and waits until some of the disk is there. */
async function beginSlowly(): Promise<{ move: ReturnType<Instance["virtray"]>; part: string }> {
  const id = await makeWeb(12);
  await scene.slow();
  const part = join(farFolder, "incoming", id, "disk.qcow2");
  const move = here.virtray("move", "web", "--to", "big", "--json");
  await until("a part of the disk", () => existsSync(part) && statSync(part).size > 3 * MiB);
  return { move, part };
}
it.each([
  ["our command", "cli.cjs move web"],
  ["ssh", "^ssh .*serve --receive"],
  ["the other side", "virtray.mjs serve --receive"],
])("a kill of %s leaves it here, and the next attempt goes on", async (_what, victim) => {
  const { move, part } = await beginSlowly();
  const [pid] = await pidsOf(victim);
  process.kill(Number(pid), "SIGKILL");
  expect((await move).exitCode).not.toBe(0);
  const came = statSync(part).size;
  const all = join(folder, "machines", await scene.idOf("web"));
  const total = statSync(join(all, "disk.qcow2")).size + statSync(join(all, "seed.img")).size;
  await scene.fast();
  await until("the far ends to go", async () => (await pidsOf("serve --receive")).length === 0, 40);
  expect(await onFar()).toEqual([]);
  const again = await here.json<{ bytes: number }>("move", "web", "--to", "big");
  expect(again.bytes).toBeLessThan(total - came + MiB);
  await expectWholeOn("far");
});

it("a person who cancels it finds it here, and nothing of it there", async () => {
  const { move, part } = await beginSlowly();
  const [pid] = await pidsOf("cli.cjs move web");
  process.kill(Number(pid), "SIGINT");
  const done = await move;
  expect([done.exitCode, JSON.parse(done.stdout).error.code]).toEqual([130, "cancelled"]);
  await until("the parts to go", () => !existsSync(part));
  await scene.fast();
  await expectWholeOn("here");
});

it("a disk that fills up there leaves it here, and nothing of it there", async () => {
  await makeWeb(12);
  await withSmallDisk(far, 40, async (run, incoming) => {
    await scene.slow();
    const move = here.virtray("move", "web", "--to", "big", "--json");
    const grown = async () => Number((await run("du", "-sm", incoming)).split("\t")[0]) > 3;
    await until("a part of the disk", grown);
    await run("dd", `of=${incoming}/filler`, "if=/dev/zero", "bs=1M", "status=none");
    const done = await move;
    expect(done.exitCode).toBe(1);
    const { code, message } = JSON.parse(done.stdout).error;
    expect([code, message]).toEqual([
      "computer-refused",
      expect.stringMatching(/space|full|room/i),
    ]);
    expect(await run("ls", incoming)).toBe("filler");
  });
  await scene.fast();
  await expectWholeOn("here");
});

/** Sends the machine by a channel that is cut at the moment at which it changes hands. */
async function cutAtGo(how: "before" | "after"): Promise<void> {
  const id = await makeWeb();
  const opened = await openFarMove(big(), version, "en", null);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  let isCut = false;
  const channel: FarMove = {
    ...opened.value,
    next: async () => (isCut ? null : opened.value.next()),
    async send(message) {
      const isGo = Object.hasOwn(Object(message), "go");
      if (isGo && how === "before") opened.value.end();
      const sent = await opened.value.send(message);
      if (isGo && how === "after") {
        await until("its arrival", () => existsSync(join(farFolder, "machines", id)));
        opened.value.end();
        isCut = true;
      }
      return sent;
    },
  };
  const sent = await sendMachine(parts(), channel, id, { token, computer: "big" });
  expect(sent).toMatchObject({ error: { code: "machine-leaving" } });
  // Until the other side is asked, nothing is done with it here.
  expect((await refused("start", "web")) ?? null).not.toBeNull();
  expect((await here.virtray("start", "web")).exitCode).toBe(1);
  expect((await here.virtray("delete", "web")).exitCode).toBe(1);
  expect((await here.virtray("rename", "web", "other")).exitCode).toBe(1);
}
const parts = () => machinesParts(createFoundation(here.env));

it("cut before it changes hands, it is here, and the other side never makes it its own", async () => {
  await cutAtGo("before");
  await expectWholeOn("here");
});

it("cut after that, it is there, and goes here once that is known", async () => {
  await cutAtGo("after");
  expect(await onFar()).toEqual(["web"]);
  await expectWholeOn("far");
});

it("fetched and cut at that moment, it is on one of both", async () => {
  await makeWeb();
  await here.json("move", "web", "--to", "big");
  const [id = ""] = idsIn(join(farFolder, "machines"));
  const opened = await openFarMove(big(), version, "en", id);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const channel: FarMove = {
    ...opened.value,
    async send(message) {
      if (!Object.hasOwn(Object(message), "moved")) return opened.value.send(message);
      opened.value.end();
      return false;
    },
  };
  const came = await receiveMachine(parts(), channel, { computer: "big" });
  expect(came).toMatchObject({ ok: true });
  await until("its end there", async () => (await far.virtray("start", "web")).exitCode === 1);
  await expectWholeOn("here");
});
