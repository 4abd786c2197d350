import { spawnSync } from "node:child_process";
import { commandBundle, type Instance, makeInstance } from "../rig/command.ts";
import { type Figure, median } from "./figure.ts";
import { startMachines } from "./start-machines.ts";

const rounds = 25;

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

/** Measures `virtray list --json` against the start of Node alone, one after the other and in the same way. */
export async function benchList({ env }: Instance, machines: string): Promise<Figure> {
  const times: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(runNode(env, [commandBundle, "list", "--json"]));
    bare.push(runNode(env, ["--eval", "0"]));
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

/**
 * Returns the milliseconds from start to end of a Node that succeeds. It is waited for at once: what a library
 * and a busy event loop add to each start would make the ratio look better than it is.
 */
function runNode(env: NodeJS.ProcessEnv, words: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const took = performance.now() - started;
  if (status !== 0) throw new Error(`node ${words.join(" ")}: ${status} ${stderr}`);
  return took;
}
