import { execa } from "execa";
import { type Instance, makeInstance } from "../rig/command.ts";
import { type Figure, median, timed } from "./figure.ts";
import { startMachines } from "./start-machines.ts";

const rounds = 15;

/** Measures the whole of `virtray list --json`, with five running machines. */
export async function benchCommand(): Promise<readonly Figure[]> {
  const instance: Instance = makeInstance();
  try {
    await startMachines(instance, 5);
    return [await benchList(instance, "five running machines")];
  } finally {
    await instance.close();
  }
}

/** Measures `virtray list --json` against the start of Node alone, one after the other. */
export async function benchList(instance: Instance, machines: string): Promise<Figure> {
  const times: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(await timed(() => instance.json("list")));
    bare.push(await timed(() => execa(process.execPath, ["--eval", ""])));
  }
  const [list, node] = [median(times), median(bare)];
  return {
    what: `virtray list --json with ${machines} against Node alone`,
    value: list / node,
    most: 1.8,
    unit: "times",
    beside: `${list.toFixed(0)} ms against ${node.toFixed(0)} ms, medians of ${rounds}`,
  };
}
