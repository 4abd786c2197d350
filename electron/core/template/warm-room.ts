import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { mostWarmStates } from "../../contract/template/warm.ts";

/** The room that a computer has for a guest that is warmed in the background. */
export interface WarmRoom {
  readonly isOnBattery: boolean;
  readonly freeMemoryBytes: number;
  /** Where templates lie; null if that is not known. */
  readonly freeDiskBytes: number | null;
}

/** The memory and disk that are left for all else, in bytes. */
const leftMemoryBytes = 1024 ** 3;
const leftDiskBytes = 2 * 1024 ** 3;

/** Returns the free space that it takes to warm a template; where nobody asked for it, much is left. */
export function neededDisk(memoryMiB: number, isUnasked: boolean): number {
  return memoryMiB * 1024 ** 2 + (isUnasked ? leftDiskBytes : 0);
}

/** Returns the states that one more is too many for: those that were not used for longest. */
export function statesTooMany<S>(others: readonly S[]): readonly S[] {
  return others.slice(mostWarmStates - 1);
}

/**
 * Returns the states whose space it takes to warm a template for other machines, of which those come first
 * that were not used for longest; none if all of them would be too little. `others` are sorted, the last
 * used first.
 */
export function statesInTheWay<S extends { readonly takenBytes: number }>(
  others: readonly S[],
  missingBytes: number,
): readonly S[] {
  const dropped: S[] = [];
  let missing = missingBytes;
  for (const state of [...others].reverse()) {
    if (missing <= 0) break;
    dropped.push(state);
    missing -= state.takenBytes;
  }
  return missing <= 0 ? dropped : [];
}

/**
 * Returns why a template should not be warmed unasked now; null: nothing speaks against it. `spareBytes` is
 * what its other states take, which go if no other space is left.
 */
export function whyNotWarm(
  name: string,
  memoryMiB: number,
  spareBytes: number,
  room: WarmRoom,
): AppError | null {
  const needed = memoryMiB * 1024 ** 2;
  const later = (why: "battery" | "memory" | "disk") =>
    appError("template-warm-later", { name, why });
  if (room.isOnBattery) return later("battery");
  if (room.freeMemoryBytes < needed + leftMemoryBytes) return later("memory");
  const isTight =
    room.freeDiskBytes !== null && room.freeDiskBytes + spareBytes < neededDisk(memoryMiB, true);
  return isTight ? later("disk") : null;
}
