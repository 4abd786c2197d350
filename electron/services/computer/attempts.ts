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
