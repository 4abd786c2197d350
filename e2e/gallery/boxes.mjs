/**
 * A page's layout as text: a line for each part that a person would name, with its place. Kept
 * beside the gallery and compared, it tells what moved, and a change of it can be read in a review,
 * which a picture's bytes cannot.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Pixels by which a part may differ: fonts of other computers are a little wider or narrower. */
const slack = 10;
/** The same as a share of its place and size. */
const slackShare = 0.04;

const folder = join(import.meta.dirname, "baseline");

/** The elements that are measured: parts of the layout, not each text. */
const parts =
  "main, nav, section, header, footer, h1, h2, fieldset, [role=tablist], [role=menu], [role=dialog], .row, .card, .note, .job, .setting, .empty, .machine-card";

/**
 * The page's parts, a line each: what it is, then left, top, width, height in pixels.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<readonly string[]>}
 */
export function measureBoxes(page) {
  return page.evaluate((selector) => {
    return [...document.querySelectorAll(selector)].flatMap((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      // Boxes that are scrolled out of sight may differ.
      if (width === 0 || height === 0 || top >= innerHeight || left >= innerWidth) return [];
      const kind = element.getAttribute("role") ?? element.tagName.toLowerCase();
      const [name = ""] = element.classList;
      const words = /^H[12]$/.test(element.tagName) ? ` "${element.textContent}"` : "";
      const place = [left, top, width, height].map(Math.round).join(" ");
      return [`${kind}${name === "" ? "" : `.${name}`}${words} ${place}`];
    });
  }, parts);
}

/**
 * Returns a line for each difference from the kept layout that exceeds the slack.
 * @param {readonly string[]} kept
 * @param {readonly string[]} now
 * @returns {readonly string[]}
 */
export function compareBoxes(kept, now) {
  if (kept.length !== now.length) {
    const missing = kept.filter((line) => !now.some((other) => nameOf(other) === nameOf(line)));
    const added = now.filter((line) => !kept.some((other) => nameOf(other) === nameOf(line)));
    return [
      `${kept.length} parts are ${now.length} now`,
      ...missing.map((line) => `gone: ${line}`),
      ...added.map((line) => `new: ${line}`),
    ];
  }
  return kept.flatMap((line, index) => {
    const other = now[index] ?? "";
    return isSame(line, other) ? [] : [`${line} is now ${other}`];
  });
}

/** The place of each title: pixels below the window's upper edge, and from its part's left edge. */
const titleTop = 26;
const titleInset = { sheet: 26, detail: 52, "first-run": 24 };
/** The widest sheet, which is centred, and the scroll bar beside it. */
const sheetWidth = 960 + 10;

/**
 * Returns a line if a dashboard's title is not where all pages have theirs, so that it would jump
 * from page to page. A page that is scrolled or has nothing to show is left out.
 * @param {readonly string[]} boxes
 * @returns {readonly string[]}
 */
export function misplacedTitle(boxes) {
  const boxOf = (/** @type {RegExp} */ name) => {
    const line = boxes.find((box) => name.test(box));
    if (line === undefined) return null;
    const [left = 0, top = 0, width = 0] = line.split(" ").slice(-4).map(Number);
    return { line, left, top, width };
  };
  const main = boxOf(/^main/);
  const title = boxOf(/^h1/);
  if (main === null || title === null || boxOf(/^nav/) === null) return [];
  if (title.top < 0 || boxOf(/^div\.empty/) !== null) return [];
  const head = boxOf(/^header\.start-head/);
  const detail = boxOf(/^section\.detail/);
  const firstRun = boxOf(/^section\.first-run/);
  const left =
    head !== null
      ? head.left
      : detail !== null
        ? detail.left + titleInset.detail
        : firstRun !== null
          ? firstRun.left + titleInset["first-run"]
          : main.left + Math.max(0, (main.width - sheetWidth) / 2) + titleInset.sheet;
  return title.top === titleTop && Math.abs(title.left - left) <= 1
    ? []
    : [`${title.line} is not at ${left} ${titleTop}`];
}

/** @param {string} line */
const nameOf = (line) => line.replace(/( -?\d+){4}$/, "");

/**
 * @param {string} a
 * @param {string} b
 */
function isSame(a, b) {
  const numbers = (/** @type {string} */ line) => line.split(" ").slice(-4).map(Number);
  const [from, to] = [numbers(a), numbers(b)];
  return (
    nameOf(a) === nameOf(b) &&
    from.every((value, index) => {
      const other = to[index] ?? Number.NaN;
      return Math.abs(value - other) <= slack + slackShare * Math.abs(value);
    })
  );
}

/**
 * The layout that is kept for a shot; empty if none is, from which every page differs.
 * @param {string} name
 * @returns {Promise<readonly string[]>}
 */
export async function readBaseline(name) {
  const text = await readFile(join(folder, `${name}.txt`), "utf8").catch(() => "");
  return text.split("\n").filter((line) => line !== "");
}

/**
 * Keeps a layout.
 * @param {string} name
 * @param {readonly string[]} boxes
 */
export async function writeBaseline(name, boxes) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.txt`), `${boxes.join("\n")}\n`);
}

/** The names of the shots whose layout is kept. */
export async function baselineNames() {
  const files = await readdir(folder).catch(() => []);
  return files.map((file) => file.replace(/\.txt$/, "")).sort();
}

/**
 * Removes the layouts of shots that no longer exist.
 * @param {readonly string[]} names those that there are
 */
export async function forgetBaselines(names) {
  for (const name of await baselineNames()) {
    if (!names.includes(name)) await rm(join(folder, `${name}.txt`));
  }
}
