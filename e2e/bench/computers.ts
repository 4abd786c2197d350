import { execa } from "execa";
import type { MachineJson } from "../../electron/contract/app/cli.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { makeOtherComputer, type OtherComputer } from "../rig/computers/other-computer.ts";
import { emptyDisk } from "../rig/small-machine.ts";
import { type Figure, median, timed } from "./figure.ts";

const rounds = 15;

/** Measures the list with a computer that is cut off against the list without one. */
export async function benchComputers(): Promise<readonly Figure[]> {
  const [alone, here] = [makeInstance(), makeInstance()];
  const far = await makeOtherComputer(1);
  try {
    for (const instance of [alone, here]) await addMachines(instance, 5);
    const disk = await emptyDisk(far.home, "web");
    await execa("chown", ["4242:4242", disk]);
    await far.json("add", "web", "--disk", disk, "--memory", "32");
    await here.json("computer", "add", "big", far.host);
    return [await benchCutList(alone, here, far)];
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

async function benchCutList(alone: Instance, here: Instance, far: OtherComputer): Promise<Figure> {
  await far.cut();
  const listed = await here.json<readonly MachineJson[]>("list");
  if (!listed.some(({ computer }) => computer === "big")) throw new Error("no machine there");
  const [without, cut]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    without.push(await timed(() => alone.json("list")));
    cut.push(await timed(() => here.json("list")));
  }
  await far.heal();
  return {
    what: "virtray list --json with a computer that is cut off against none",
    value: median(cut) / median(without),
    most: 1.1,
    unit: "times",
    beside: `${median(cut).toFixed(0)} ms against ${median(without).toFixed(0)} ms, medians of ${rounds}`,
  };
}
