import type { Page } from "playwright-core";
import { until } from "../rig/until.ts";
import { compareBoxes, measureBoxes, misplacedTitle, readBaseline } from "./boxes.mjs";
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

/** The time for main's answers to arrive on a busy computer, in milliseconds; a page may take longer. */
const answersMs = 60_000;
/** The number of equal looks in a row, 50 ms or more apart, after which a page is at rest. */
const equalLooks = 10;

/** Returns whether no font is being loaded and no animation runs that ends by itself. */
const isStill = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      document.fonts.status === "loaded" &&
      document
        .getAnimations()
        .every(
          ({ playState, effect }) =>
            playState !== "running" || effect?.getComputedTiming().iterations === Infinity,
        ),
  );

/**
 * Waits until the page's layout no longer changes, and returns it. A page that rests with another
 * layout than the kept one may still wait for main, and has some time to reach it.
 */
async function layoutAtRest(
  page: Page,
  name: string,
  kept: readonly string[] | null,
): Promise<readonly string[]> {
  const answered = Date.now() + answersMs;
  let before: readonly string[] = [];
  let equal = 0;
  const isAwaited = (boxes: readonly string[]) =>
    kept !== null && Date.now() < answered && compareBoxes(kept, boxes).length > 0;
  return until(
    `${name} to come to rest`,
    async () => {
      const now = await measureBoxes(page);
      equal = now.join() === before.join() && (await isStill(page)) ? equal + 1 : 0;
      before = now;
      return equal >= equalLooks && !isAwaited(now) ? now : null;
    },
    120,
  );
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
  const isCompared = shot.isOfHost === undefined && visitor.keep === undefined;
  const kept = isCompared ? await readBaseline(shot.name) : null;
  // Where nothing is compared axe, too, must not look at a page that still changes.
  const boxes = await layoutAtRest(page, shot.name, kept);
  const found = [...misplacedTitle(boxes)];
  if (kept !== null) found.push(...compareBoxes(kept, boxes));
  else if (shot.isOfHost === undefined) await visitor.keep?.(shot, boxes);
  for (const theme of ["dark", "light"] as const) {
    await setTheme(gallery.app.electron, page, theme);
    await until(`${shot.name} to be ${theme}`, () => isStill(page));
    await visitor.dressed?.(shot, theme, () => page.screenshot());
    const what = theme === "dark" ? "all" : "colours";
    for (const violation of await examine(page, what)) found.push(`${theme}: ${violation}`);
  }
  found.push(...gallery.complaints());
  return found.map((line) => `${shot.name}: ${line}`);
}
