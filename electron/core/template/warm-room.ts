import { type AppError, appError } from "../../contract/errors/app-error.ts";

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

/** Returns why a template should not be warmed unasked now; null: nothing speaks against it. */
export function whyNotWarm(name: string, memoryMiB: number, room: WarmRoom): AppError | null {
  const needed = memoryMiB * 1024 ** 2;
  const later = (why: "battery" | "memory" | "disk") =>
    appError("template-warm-later", { name, why });
  if (room.isOnBattery) return later("battery");
  if (room.freeMemoryBytes < needed + leftMemoryBytes) return later("memory");
  const isTight = room.freeDiskBytes !== null && room.freeDiskBytes < needed + leftDiskBytes;
  return isTight ? later("disk") : null;
}
