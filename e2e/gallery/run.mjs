#!/usr/bin/env node
/**
 * The part of the gallery that holds the pages in many states, each light and dark, in English and
 * German; called by build/gallery.mjs:
 *
 *   node e2e/gallery/run.mjs [--accept] FOLDER [NAME…]
 *
 * Pictures go to FOLDER; with names, only those whose name holds one of them are taken. Each page is
 * examined by axe in both themes, its layout is compared with the one that is kept in baseline/, and
 * nothing may complain in its console; the exit code is 1 if anything is found. `--accept` keeps the
 * layouts as they are now. The tests look at the same pages, without taking pictures.
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  baselineNames,
  compareBoxes,
  forgetBaselines,
  measureBoxes,
  misplacedTitle,
  readBaseline,
  writeBaseline,
} from "./boxes.mjs";
import { examine, openGallery, themesOf } from "./gallery.mjs";
import { shots } from "./shots.mjs";

const words = process.argv.slice(2);
const isAccepting = words.includes("--accept");
const [folder = "", ...names] = words.filter((word) => word !== "--accept");
const target = resolve(folder);
mkdirSync(target, { recursive: true });

/** @param {string} problem */
function complain(problem) {
  console.error(problem);
  process.exitCode = 1;
}

const gallery = await openGallery(process.env["GALLERY_OUT"]);
try {
  for (const [index, shot] of shots.entries()) {
    const name = `${String(index + 1).padStart(2, "0")}-${shot.name}`;
    if (names.length > 0 && !names.some((wanted) => name.includes(wanted))) continue;
    const opened = await gallery.open(shot).catch((error) => complain(`${name}: ${error}`));
    if (opened === undefined) continue;
    const { page, complaints, close } = opened;
    const boxes = await measureBoxes(page);
    if (isAccepting) await writeBaseline(shot.name, boxes);
    const kept = await readBaseline(shot.name);
    for (const difference of [...compareBoxes(kept, boxes), ...misplacedTitle(boxes)])
      complain(`${name}: ${difference}`);
    for (const [turn, theme] of themesOf(shot).entries()) {
      await gallery.setTheme(page, theme);
      await page.screenshot({ path: join(target, `${name}-${theme}.png`) });
      for (const violation of await examine(page, turn === 0 ? "all" : "colours"))
        complain(`${name} (${theme}): ${violation}`);
    }
    for (const complaint of complaints()) complain(`${name}: ${complaint}`);
    await close();
    console.log(name);
  }
  if (isAccepting) {
    // The real app's begin so, and are kept by their own part.
    const real = (await baselineNames()).filter((name) => name.startsWith("real-"));
    await forgetBaselines([...shots.map(({ name }) => name), ...real]);
  }
} finally {
  await gallery.close();
}
