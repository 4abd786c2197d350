import { openGallery } from "../gallery/gallery.mjs";
import { startDesktop } from "../rig/desktop/desktop.ts";
import { type Figure, median } from "./figure.ts";

/** Keys that are typed and deleted, so that the list shrinks to a few and grows to all. */
const typed = "node-24";
const rounds = 5;

/** Measures from a key in the popover's filter to the list's new layout, with 250 machines. */
export async function benchFilter(): Promise<readonly Figure[]> {
  const desktop = await startDesktop({});
  Object.assign(process.env, desktop.env);
  const gallery = await openGallery();
  try {
    const { page } = await gallery.open({ name: "filter", page: "popover", state: "many" });
    await page.evaluate(() => {
      const times: number[] = [];
      Object.assign(globalThis, { times });
      // The listener runs after the page's own, and the microtask after those of the page.
      window.addEventListener("input", (event) => {
        queueMicrotask(() => {
          document.body.getBoundingClientRect();
          times.push(performance.now() - event.timeStamp);
        });
      });
    });
    for (let round = 0; round < rounds; round++) {
      for (const key of typed) await page.keyboard.press(key);
      for (const _ of typed) await page.keyboard.press("Backspace");
    }
    const times = await page.evaluate(
      () => (globalThis as unknown as { times: readonly number[] }).times,
    );
    if (times.length !== 2 * rounds * typed.length) throw new Error("a key was not heard");
    const sorted = times.toSorted((a, b) => a - b);
    const p95 = sorted[Math.floor(0.95 * sorted.length)] ?? Number.NaN;
    return [
      {
        what: "the slowest key in the filter of 250 machines, until the list is laid out",
        value: Math.max(...times),
        most: 16,
        unit: "ms",
        beside: `${times.length} keys, median ${median(times).toFixed(1)} ms, 95th percentile ${p95.toFixed(1)} ms`,
      },
    ];
  } finally {
    await gallery.close();
    await desktop.close();
  }
}
