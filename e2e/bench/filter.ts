import type { Page } from "playwright-core";
import { openGallery } from "../gallery/gallery.mjs";
import { startDesktop } from "../rig/desktop/desktop.ts";
import { type Figure, median } from "./figure.ts";

/** Keys that are typed and deleted, so that the list shrinks to a few and grows to all. */
const typed = "node-24";
const rounds = 5;
const counts = { many: 250, thousand: 1000 } as const;

/** Measures from a key in the filters of popover and dashboard to the list's new layout. */
export async function benchFilter(): Promise<readonly Figure[]> {
  const desktop = await startDesktop({});
  Object.assign(process.env, desktop.env);
  const gallery = await openGallery();
  try {
    const figures: Figure[] = [];
    for (const place of ["popover", "dashboard"] as const) {
      for (const state of ["many", "thousand"] as const) {
        const { page } = await gallery.open({ name: "filter", page: place, state });
        if (place === "dashboard") await page.getByRole("searchbox").first().focus();
        const times = await typeInto(page);
        const sorted = times.toSorted((a, b) => a - b);
        const what = `a key in the ${place}’s filter of ${counts[state]} machines, until the list is laid out`;
        const beside = `${times.length} keys, median ${median(times).toFixed(1)} ms`;
        const p95 = sorted[Math.floor(0.95 * sorted.length)] ?? Number.NaN;
        figures.push(
          { what: `95th percentile of ${what}`, value: p95, most: 8, unit: "ms", beside },
          { what: `slowest of ${what}`, value: Math.max(...times), most: 16, unit: "ms", beside },
        );
      }
    }
    return figures;
  } finally {
    await gallery.close();
    await desktop.close();
  }
}

/** Types and deletes the keys some times, and returns the milliseconds that each took. */
async function typeInto(page: Page): Promise<readonly number[]> {
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
  return times;
}
