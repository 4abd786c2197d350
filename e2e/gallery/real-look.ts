import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { until } from "../rig/until.ts";
import { compareBoxes, measureBoxes, readBaseline } from "./boxes.mjs";
import { examine, setTheme, type Theme } from "./gallery.mjs";
import type { RealGallery } from "./real-gallery.ts";
import type { RealShot } from "./real-scenes.ts";

/** Further work on each page, such as taking a picture or keeping its layout. */
export interface Visitor {
  /** Keeps the page's layout; without it, the page is compared with the layout that is kept. */
  readonly keep?: (shot: RealShot, boxes: readonly string[]) => Promise<void>;
  readonly dressed?: (
    shot: RealShot,
    theme: Theme,
    picture: () => Promise<Buffer>,
  ) => Promise<void>;
}

/** The time in which a page must come to rest, in milliseconds: a busy computer's, with room. */
const settlingMs = 20_000;
/** The number of equal looks in a row, 50 ms apart, after which a page without a layout is at rest. */
const equalLooks = 20;

/**
 * Waits until the page's layout is the kept one, as it is once main's answers are in. Returns the
 * differences that stay.
 */
async function differencesAtRest(page: Page, name: string): Promise<readonly string[]> {
  const kept = await readBaseline(name);
  const deadline = Date.now() + settlingMs;
  for (;;) {
    const differences = compareBoxes(kept, await measureBoxes(page));
    if (differences.length === 0 || Date.now() > deadline) return differences;
    await sleep(50);
  }
}

/** Waits until the page's layout no longer changes, and returns it. */
async function layoutAtRest(page: Page, name: string): Promise<readonly string[]> {
  let before: readonly string[] = [];
  let equal = 0;
  return until(`${name} to come to rest`, async () => {
    const now = await measureBoxes(page);
    equal = now.join() === before.join() ? equal + 1 : 0;
    before = now;
    return equal >= equalLooks ? now : null;
  });
}

/**
 * Examines a page of the real app in both themes. Returns a line for each fault: boxes that moved
 * from the kept layout, violations that axe finds, errors in the console.
 */
export async function lookAt(
  gallery: RealGallery,
  shot: RealShot,
  visitor: Visitor = {},
): Promise<readonly string[]> {
  const page = await shot.show(gallery);
  const found: string[] = [];
  if (shot.isOfHost === undefined) {
    if (visitor.keep === undefined) found.push(...(await differencesAtRest(page, shot.name)));
    else await visitor.keep(shot, await layoutAtRest(page, shot.name));
  }
  for (const theme of ["dark", "light"] as const) {
    await setTheme(gallery.app.electron, page, theme);
    await visitor.dressed?.(shot, theme, () => page.screenshot());
    const what = theme === "dark" ? "all" : "colours";
    for (const violation of await examine(page, what)) found.push(`${theme}: ${violation}`);
  }
  found.push(...gallery.complaints());
  return found.map((line) => `${shot.name}: ${line}`);
}
