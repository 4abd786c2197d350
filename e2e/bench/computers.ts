import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { type CableKind, readCableRecord } from "../../electron/adapters/computer/cable-record.ts";
import { pathsFrom } from "../../electron/adapters/files/paths.ts";
import type { MachineJson } from "../../electron/contract/app/cli.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { makeOtherComputer, type OtherComputer } from "../rig/computers/other-computer.ts";
import { emptyDisk } from "../rig/small-machine.ts";
import { until } from "../rig/until.ts";
import { type Figure, median, timed } from "./figure.ts";
import { openPopover } from "./popover.ts";

const rounds = 15;

/** Two instances here, of which one knows another computer. */
interface Scene {
  readonly alone: Instance;
  readonly here: Instance;
  readonly far: OtherComputer;
}

/** Measures the list with a computer that can hardly be reached, or not at all, against the list without one. */
export const benchComputers = () =>
  withScene(async (scene) => [
    ...(await benchLists(scene)),
    ...(await benchHealing(scene.here, scene.far)),
  ]);

/** Measures the popover in the same way. */
export const benchFarPopover = () =>
  withScene(async (scene) => {
    const figures: Figure[] = [];
    for (const how of badWays) figures.push(await benchPopover(scene, how));
    return figures;
  });

async function withScene(
  work: (scene: Scene) => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  const [alone, here] = [makeInstance(), makeInstance()];
  const far = await makeOtherComputer(1);
  try {
    for (const instance of [alone, here]) await addMachines(instance, 5);
    const disk = await emptyDisk(far.home, "web");
    await execa("chown", ["4242:4242", disk]);
    await far.json("add", "web", "--disk", disk, "--memory", "32");
    await here.json("computer", "add", "big", far.host);
    return await work({ alone, here, far });
  } finally {
    for (const each of [alone, here, far]) await each.close();
  }
}

/** Adds machines that stay stopped. */
async function addMachines(instance: Instance, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) {
    const name = `bench${number}`;
    await instance.json("add", name, "--disk", await emptyDisk(instance.folder, name));
  }
}

/** How often the link is cut, and healed again at another moment of the attempts to connect. */
const cuts = 5;

/** Measures the time from a link's return until the cable is plugged in, and until packets leave there. */
async function benchHealing(here: Instance, far: OtherComputer): Promise<readonly Figure[]> {
  await here.json("lan", "up");
  await here.json("computer", "join", "big");
  await here.json("computer", "uplink", "big");
  const times: Record<CableKind, number[]> = { cable: [], via: [] };
  const paths = pathsFrom(here.env, 0);
  const isPlugged = async (kind: CableKind) =>
    (await readCableRecord(paths, kind, "big"))?.plug != null;
  const kinds = ["cable", "via"] as const;
  for (let cut = 0; cut < cuts; cut++) {
    for (const kind of kinds) await until(`the ${kind}`, () => isPlugged(kind), 60);
    await far.cut();
    for (const kind of kinds) {
      await until(`the loss of the ${kind}`, async () => !(await isPlugged(kind)), 60);
    }
    await delay(cut * 1100);
    await far.heal();
    const measure = async (kind: CableKind) => {
      times[kind].push(await timed(() => until(`the ${kind}`, () => isPlugged(kind), 60)));
    };
    await Promise.all(kinds.map(measure));
  }
  await here.json("lan", "down");
  const what = { cable: "cable of the LAN", via: "uplink through another computer" };
  return kinds.map((kind) => ({
    what: `${what[kind]} after a cut link is back, at worst`,
    value: Math.max(...times[kind]) / 1000,
    most: 5,
    unit: "s",
    beside: times[kind].map((ms) => (ms / 1000).toFixed(1)).join(", "),
  }));
}

const spoilt = {
  cut: "is cut off",
  spoil: "loses packets and is slow",
  kill: "ends each conversation",
} as const;
type BadWay = keyof typeof spoilt;
const badWays = ["cut", "spoil", "kill"] as const satisfies readonly BadWay[];

/** Makes the way to the other computer bad, or has its end of each conversation be killed at once. */
async function makeBad(far: OtherComputer, how: BadWay): Promise<void> {
  if (how === "kill") far.replaceCommand("kill -9 $$");
  else await far[how]();
}

async function makeGood(far: OtherComputer): Promise<void> {
  await far.heal();
  far.replaceCommand(null);
}

async function benchLists({ alone, here, far }: Scene): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const how of badWays) {
    await makeBad(far, how);
    const listed = await here.json<readonly MachineJson[]>("list");
    if (!listed.some(({ computer }) => computer === "big")) throw new Error("no machine there");
    const [without, bad]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      without.push(await timed(() => alone.json("list")));
      bad.push(await timed(() => here.json("list")));
    }
    await makeGood(far);
    figures.push(against(`virtray list --json`, how, bad, without));
  }
  return figures;
}

/** The turns of both instances, and how often each opens its popover in one. */
const turns = 3;
const openings = 12;

async function benchPopover({ alone, here, far }: Scene, how: BadWay): Promise<Figure> {
  await makeBad(far, how);
  const [without, bad]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < turns; turn++) {
    for (const [instance, times] of [
      [alone, without],
      [here, bad],
    ] as const) {
      times.push(...(await openPopover(instance, openings)).map(({ drawn }) => drawn));
    }
  }
  await makeGood(far);
  return against("popover drawn after the click", how, bad, without);
}

function against(
  what: string,
  how: BadWay,
  bad: readonly number[],
  without: readonly number[],
): Figure {
  return {
    what: `${what} with a computer that ${spoilt[how]} against none`,
    value: median(bad) / median(without),
    most: 1.1,
    unit: "times",
    beside: `${median(bad).toFixed(0)} ms against ${median(without).toFixed(0)} ms, medians of ${bad.length}`,
  };
}
