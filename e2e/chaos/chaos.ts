import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { seeded } from "../rig/random.ts";
import { type Act, type Havoc, nextAct } from "./acts.ts";
import { type ChaosPlace, makeChaosPlace } from "./chaos-place.ts";
import { faultsOf, leftovers, mend, onlyProcesses } from "./mend.ts";

/** The result of a run. */
export interface ChaosReport {
  readonly acts: number;
  /** The acts in order, with the milliseconds since the start. */
  readonly story: readonly string[];
  /** The faults; empty if nothing was lost. */
  readonly faults: readonly string[];
}

const virtray = join(import.meta.dirname, "../../build/virtray.mjs");
/** Commands at once: more would only wait for each other on two cores. */
const mostInFlight = 3;
/** Milliseconds after which a command hangs: netd's own limit for its steps is 60 s. */
const hangs = 90_000;

/**
 * Causes failures around five running machines for some seconds, as the seed decides, repairs
 * them by the command, and checks that nothing was lost. It runs inside the sandbox as root.
 */
export async function chaos(seed: number, seconds: number): Promise<ChaosReport> {
  const place = await makeChaosPlace();
  const story: string[] = [];
  const faults: string[] = [];
  try {
    const before = onlyProcesses(place);
    const havoc: Havoc = { held: new Set(), dropped: new Set(), mayHaveEnded: new Set() };
    const acts = await wreak({ place, havoc, story, faults }, seed, seconds);
    story.push("mend");
    await mend(place, havoc);
    faults.push(...(await faultsOf(place, havoc, before)));
    faults.push(...(await leftovers(place)));
    return { acts, story, faults };
  } catch (error) {
    return { acts: story.length, story, faults: [...faults, String(error)] };
  } finally {
    await place.close();
  }
}

/** The place of a run, and what happened in it so far. */
interface Run {
  readonly place: ChaosPlace;
  readonly havoc: Havoc;
  readonly story: string[];
  readonly faults: string[];
}

async function wreak(run: Run, seed: number, seconds: number): Promise<number> {
  const { place, havoc, story, faults } = run;
  const random = seeded(seed);
  const began = Date.now();
  const tell = (line: string) => story.push(`${String(Date.now() - began).padStart(6)} ${line}`);
  const inFlight = new Set<Promise<void>>();
  let acts = 0;
  while (Date.now() - began < seconds * 1000) {
    const act = nextAct(random, place, havoc);
    const pause = random.below(500);
    acts += 1;
    if ("damage" in act) {
      tell(act.damage);
      await act.run();
    } else {
      if (inFlight.size >= mostInFlight) await Promise.race(inFlight);
      const running = runCommand(place, act, tell, faults).finally(() => inFlight.delete(running));
      inFlight.add(running);
    }
    await sleep(pause);
  }
  // A command that waits for a stopped QEMU would run into its time limit.
  tell("wait for the commands");
  await Promise.all(inFlight);
  return acts;
}

async function runCommand(
  { instance }: ChaosPlace,
  { command, killAfterMs }: Extract<Act, { readonly command: readonly string[] }>,
  tell: (line: string) => void,
  faults: string[],
): Promise<void> {
  const words = command.join(" ");
  tell(`virtray ${words}${killAfterMs === null ? "" : `, killed after ${killAfterMs} ms`}`);
  const done = await execa(process.execPath, [virtray, ...command], {
    ...{ env: instance.env, extendEnv: false, stdin: "ignore", reject: false },
    ...{ timeout: killAfterMs ?? hangs, killSignal: "SIGKILL" },
  });
  if (done.timedOut && killAfterMs === null) faults.push(`virtray ${words} hung`);
  // Exit code 1 is a refusal with a reason, which this damage may cause.
  const isOdd = done.exitCode !== 0 && done.exitCode !== 1 && !done.timedOut;
  if (isOdd) faults.push(`virtray ${words} ended with ${done.exitCode}: ${done.stderr}`);
  const outcome = done.timedOut ? "killed" : `${done.exitCode} ${done.stderr}`.trimEnd();
  tell(`  ${words}: ${outcome}`);
}
