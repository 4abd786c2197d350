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
    const times: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      times.push(await timed(() => instance.json("list")));
      bare.push(await timed(() => execa(process.execPath, ["--eval", ""])));
    }
    return [
      {
        what: "virtray list --json with five running machines",
        value: median(times),
        most: 250,
        unit: "ms",
        beside: `median of ${rounds}; Node alone: ${median(bare).toFixed(0)} ms`,
      },
    ];
  } finally {
    await instance.close();
  }
}
