import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { undoLive } from "../../../adapters/qemu/live/source.ts";
import { dropIncoming } from "../../../adapters/store/incoming-store.ts";
import { readArrived, readComing, readLeaving } from "../../../adapters/store/move-records.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { machineDisks } from "../../../core/machine/disks.ts";
import {
  findMachine,
  lockRegistry,
  type MachinesParts,
  purposeMove,
  withMachine,
} from "../../registry/parts.ts";
import { incomingFolder, isComing } from "./hearing.ts";
import { endLeftover } from "./leftover.ts";
import { resumeArrived } from "./resume.ts";

/** A move of a running machine whose process has ended. */
export interface CutMove {
  readonly side: "source" | "target";
  readonly id: string;
  readonly token: string;
  /** The guest was paused before. */
  readonly isPaused: boolean;
  /** The computer to ask where the machine is; null: that one asks. */
  readonly computer: string | null;
}

/** A machine is busy for so long at most because of the process that was killed, in ms. */
const busyMs = 20_000;
/** How often the other computer is asked, and the pauses in between, in ms. */
const askPauses = [0, 500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000, 120_000] as const;

/**
 * Puts things right after a move of a running machine was cut, on the side where it is called: its guest goes
 * on here if it was not given up, and what has come of it is ended if it did not arrive. Then the other
 * computer is asked about what is still open, by `settle`.
 */
export async function mendMove(
  parts: MachinesParts,
  cut: CutMove,
  settle: () => Promise<Result<void>>,
): Promise<Result<void>> {
  const mended = await (cut.side === "source" ? mendSource(parts, cut) : mendTarget(parts, cut));
  if (cut.computer === null) return mended;
  for (const pause of askPauses) {
    await delay(pause);
    const asked = await settle();
    const isOpen =
      cut.side === "source" &&
      (await readLeaving(join(parts.paths.machines, cut.id)))?.token === cut.token;
    if (cut.side === "source" ? !isOpen : asked.ok) break;
  }
  return mended;
}

async function mendSource(parts: MachinesParts, { id, isPaused }: CutMove): Promise<Result<void>> {
  const deadline = Date.now() + busyMs;
  for (;;) {
    const mended = await goOnHere(parts, id, isPaused);
    if (mended.ok || mended.error.code !== "machine-busy" || Date.now() > deadline) return mended;
    await delay(100);
  }
}

async function goOnHere(
  parts: MachinesParts,
  id: string,
  isPaused: boolean,
): Promise<Result<void>> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return ok(undefined);
  const { machine } = found.value;
  return withMachine<void>(parts, machine, purposeMove, async (process, runtime) => {
    const isGivenUp = (await readLeaving(join(parts.paths.machines, id))) !== null;
    if (process === null || isGivenUp) return ok(undefined);
    return undoLive(runtime, machine.name, machineDisks(machine).length, isPaused);
  });
}

async function mendTarget(parts: MachinesParts, { id, token }: CutMove): Promise<Result<void>> {
  const { paths } = parts;
  if ((await readArrived(join(paths.machines, id)))?.token === token) {
    return resumeArrived(parts, id);
  }
  // Another attempt clears up before it begins.
  if (await isComing(parts, id)) return ok(undefined);
  return lockRegistry<void>(parts, async () => {
    const folder = incomingFolder(paths, id);
    const coming = await readComing(folder);
    if (coming !== null && coming.token !== token) return fail("move-late", {});
    await endLeftover(parts, id);
    await dropIncoming(folder);
    return ok(undefined);
  });
}
