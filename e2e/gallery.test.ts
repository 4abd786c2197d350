import { afterAll, beforeAll, expect, it } from "vitest";
import { baselineNames, compareBoxes, measureBoxes, readBaseline } from "./gallery/boxes.mjs";
import { examine, type Gallery, openGallery, themesOf } from "./gallery/gallery.mjs";
import { shots } from "./gallery/shots.mjs";

/**
 * Every page in every state: its layout is as kept (`npm run gallery -- --accept` keeps it anew),
 * and in both themes axe finds nothing and the console hears nothing.
 */
let gallery: Gallery;

beforeAll(async () => {
  gallery = await openGallery();
});

afterAll(async () => {
  await gallery?.close();
});

it("keeps a layout of each shot, and of nothing else", async () => {
  expect(await baselineNames()).toEqual(shots.map(({ name }) => name).sort());
});

it("takes what moved, came or went for a difference, and other fonts for none", () => {
  const kept = ["header 0 0 360 48", 'h1 "Virtray" 16 14 60 20'];
  expect(compareBoxes(kept, ["header 0 0 360 50", 'h1 "Virtray" 16 14 68 20'])).toEqual([]);
  expect(compareBoxes(kept, ["header 0 0 360 48", 'h1 "Virtray" 40 14 60 20'])).toEqual([
    'h1 "Virtray" 16 14 60 20 is now h1 "Virtray" 40 14 60 20',
  ]);
  expect(compareBoxes(kept, ["header 0 0 360 48"])).toEqual([
    "2 parts are 1 now",
    'gone: h1 "Virtray" 16 14 60 20',
  ]);
});

it.each(shots)("$name", async (shot) => {
  const { page, complaints, close } = await gallery.open(shot);
  const found: string[] = [
    ...compareBoxes(await readBaseline(shot.name), await measureBoxes(page)),
  ];
  for (const [index, theme] of themesOf(shot).entries()) {
    await gallery.setTheme(page, theme);
    for (const violation of await examine(page, index === 0 ? "all" : "colours"))
      found.push(`${theme}: ${violation}`);
  }
  expect([...found, ...complaints()]).toEqual([]);
  await close();
});
