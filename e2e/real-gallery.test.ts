import { afterAll, beforeAll, expect, it } from "vitest";
import { openRealGallery, type RealGallery } from "./gallery/real-gallery.ts";
import { lookAt } from "./gallery/real-look.ts";
import { scenes } from "./gallery/real-scenes.ts";

/**
 * The pages of the real app in real states: the layout equals the kept one (`npm run gallery --
 * --accept` keeps it anew), axe finds nothing in either theme, and the consoles stay empty.
 */
let gallery: RealGallery;

beforeAll(async () => {
  gallery = await openRealGallery();
});

afterAll(async () => {
  await gallery?.close();
});

it.each(scenes)("$name", async ({ arrange, shots }) => {
  await arrange(gallery);
  const found: string[] = [];
  for (const shot of shots) found.push(...(await lookAt(gallery, shot)));
  expect(found).toEqual([]);
});
