import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits for a condition, which it checks about 20 times a second. Returns the first value that is
 * neither false nor null nor undefined; throws with the name of the condition after `seconds` (120).
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  seconds = 120,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value !== false && value !== null && value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await sleep(50);
  }
}
