import { setTimeout as delay } from "node:timers/promises";
import { watchNetwork } from "../../adapters/net/watch-interfaces.ts";
import type { AppError } from "../../contract/errors/app-error.ts";

/** The errors that another attempt alone does not mend. */
const refusals: ReadonlySet<AppError["code"]> = new Set([
  "computer-lan-on",
  "computer-joined",
  "computer-older",
  "computer-newer",
  "computer-without-virtray",
  "computer-login",
]);

/** Returns whether a person has to do something before another attempt can work. */
export function isRefusal({ code }: AppError): boolean {
  return refusals.has(code);
}

/** Changes of the network come in bursts, and are no reason to try more often than so, in ms. */
const settleMs = 300;

/** Waits before the next attempt, or until the network of this computer changes; true: it has. */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  const waiting = new AbortController();
  const end = () => waiting.abort();
  let hasChanged = false;
  const endWatch =
    ms <= settleMs
      ? () => {}
      : watchNetwork([], () => {
          hasChanged = true;
          end();
        });
  signal.addEventListener("abort", end, { once: true });
  await delay(ms, undefined, { signal: waiting.signal }).catch(() => {});
  signal.removeEventListener("abort", end);
  endWatch();
  if (hasChanged) await delay(settleMs);
  return hasChanged;
}

/** The changes of the network for which attempts are given up before one has to take its time. */
const mostHurries = 3;
/** A younger attempt (ms) began after the former change: what it sent first was not lost with that. */
const youngMs = 2000;

/** Ends attempts that began before the network came back, as what they sent first was lost. */
export interface Hurry {
  /**
   * Watches while an attempt goes on, and calls `giveUp` once the network of this computer has changed.
   * Returns what ends it: the attempt has led somewhere, or has ended.
   */
  watch(giveUp: () => void): () => void;
  /** Gives the next attempts up again: one has led somewhere. */
  reset(): void;
}

/** Creates it for attempts that follow each other. */
export function createHurry(): Hurry {
  let left = mostHurries;
  let isHurried = false;
  return {
    watch(giveUp) {
      const begun = Date.now();
      const waits = isHurried ? youngMs : 0;
      isHurried = false;
      let settling: NodeJS.Timeout | null = null;
      const endWatch = watchNetwork([], () => {
        if (left === 0 || settling !== null || Date.now() - begun < waits) return;
        left -= 1;
        isHurried = true;
        settling = setTimeout(giveUp, settleMs);
      });
      return () => {
        endWatch();
        if (settling !== null) clearTimeout(settling);
      };
    },
    reset() {
      left = mostHurries;
    },
  };
}
