import type { Weather } from "../../../contract/lan/weather.ts";

/** One direction of a cable with weather; times in milliseconds of any clock that only goes on. */
export interface Conveyor {
  /** When the last frame has passed the narrow part. */
  readonly clearAt: number;
  /** When the last frame comes out: none overtakes another. */
  readonly outAt: number;
}

/** A direction on which nothing is under way. */
export const idleConveyor: Conveyor = { clearAt: 0, outAt: 0 };

/**
 * The most time that frames wait for the narrow part, as in a router's buffer; a single frame always
 * fits.
 */
const mostWaitMs = 500;

/** Two numbers from 0 up to 1: whether the frame is lost, and how late it is. */
export interface Luck {
  readonly loss: number;
  readonly jitter: number;
}

/** Puts a frame of `bytes` on its way; `at` is when it comes out, null if it is lost. */
export function convey(
  { clearAt, outAt }: Conveyor,
  { delayMs, jitterMs, lossPercent, bitsPerSecond }: Weather,
  { bytes, now, luck }: { readonly bytes: number; readonly now: number; readonly luck: Luck },
): { readonly next: Conveyor; readonly at: number | null } {
  const begins = Math.max(now, clearAt);
  const isOverfull = begins - now > mostWaitMs;
  if (luck.loss * 100 < lossPercent || isOverfull) return { next: { clearAt, outAt }, at: null };
  const clear = begins + (bitsPerSecond === null ? 0 : (bytes * 8000) / bitsPerSecond);
  const late = delayMs + (luck.jitter * 2 - 1) * jitterMs;
  const at = Math.max(outAt, clear + late);
  return { next: { clearAt: clear, outAt: at }, at };
}
