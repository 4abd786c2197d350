import { compareBoxes, measureBoxes, readBaseline } from "./boxes.mjs";
import { examine, setTheme, type Theme } from "./gallery.mjs";
import type { RealGallery } from "./real-gallery.ts";
import type { RealShot } from "./real-scenes.ts";

/** Further work on each page, such as taking a picture or keeping its layout. */
export interface Visitor {
  readonly measured?: (shot: RealShot, boxes: readonly string[]) => Promise<void>;
  readonly dressed?: (
    shot: RealShot,
    theme: Theme,
    picture: () => Promise<Buffer>,
  ) => Promise<void>;
}

/** Removes the height of a card that ends below the window: it may still grow by what main reads. */
function withoutUnseen(line: string, bottom: number): string {
  return line.replace(/^(section\.card \d+ (\d+) \d+) (\d+)$/, (all, start, top, height) =>
    Number(top) + Number(height) > bottom ? `${start} 0` : all,
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
  const found: string[] = [];
  if (shot.isOfHost === undefined) {
    const boxes = await measureBoxes(page);
    await visitor.measured?.(shot, boxes);
    const bottom = await page.evaluate(() => innerHeight);
    const visible = (lines: readonly string[]) => lines.map((line) => withoutUnseen(line, bottom));
    found.push(...compareBoxes(visible(await readBaseline(shot.name)), visible(boxes)));
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
