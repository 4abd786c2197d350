import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeGalleryPage } from "./page.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gallery-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("shows the pictures of pages and of desktops with their names, in order", () => {
  mkdirSync(join(folder, "desktops"));
  for (const name of ["02-b.png", "01-a.png", "notes.txt", "desktops/xfce-x11-dashboard.png"])
    writeFileSync(join(folder, name), "");
  const page = readFileSync(writeGalleryPage(folder), "utf8");
  expect([...page.matchAll(/src="([^"]+)"/g)].map(([, path]) => path)).toEqual([
    "01-a.png",
    "02-b.png",
    "desktops/xfce-x11-dashboard.png",
  ]);
  expect(page).toContain("<figcaption>xfce-x11-dashboard</figcaption>");
});

it("leaves out the headings of parts without pictures", () => {
  const page = readFileSync(writeGalleryPage(folder), "utf8");
  expect(page).not.toContain("<h2>");
});
