import { afterAll, beforeAll, expect, it } from "vitest";
import {
  baselineNames,
  compareBoxes,
  measureBoxes,
  misplacedTitle,
  readBaseline,
} from "./gallery/boxes.mjs";
import { findLostControls, walkByTab } from "./gallery/controls.mjs";
import { examine, type Gallery, type OpenShot, openGallery, themesOf } from "./gallery/gallery.mjs";
import { comparedRealShots } from "./gallery/real-scenes.ts";
import type { Shot } from "./gallery/shot-parts.mjs";
import { shots } from "./gallery/shots.mjs";
import { casesToTry } from "./rig/forms.mjs";

/**
 * Every page in every state: its layout equals the kept one (`npm run gallery -- --accept` keeps it
 * anew), its title is where all pages have theirs, axe finds nothing in either theme (in the short form
 * in its own, for most), at 200 % no control is lost, and the console stays empty.
 */
let galleries: readonly Gallery[] = [];
/** The idle galleries, and the tests that wait for one. */
const free: Gallery[] = [];
const waiting: ((gallery: Gallery) => void)[] = [];

beforeAll(async () => {
  // Two galleries: one draws while the other is examined.
  galleries = await Promise.all([openGallery(), openGallery()]);
  free.push(...galleries);
});

afterAll(async () => {
  for (const gallery of galleries) await gallery.close();
});

/** Opens a shot's page in an idle gallery for `work`, and closes it afterwards. */
async function visit(shot: Shot, work: (opened: OpenShot, gallery: Gallery) => Promise<void>) {
  const gallery = free.pop() ?? (await new Promise<Gallery>((resolve) => waiting.push(resolve)));
  try {
    const opened = await gallery.open(shot);
    await work(opened, gallery);
    await opened.close();
  } finally {
    const next = waiting.shift();
    if (next === undefined) free.push(gallery);
    else next(gallery);
  }
}

it("keeps a layout of each shot, and no other layout", async () => {
  expect(await baselineNames()).toEqual(
    [...shots, ...comparedRealShots].map(({ name }) => name).sort(),
  );
});

it("counts moved, new and missing boxes as differences, but not other fonts", () => {
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

it("finds a title that jumps from page to page", () => {
  const page = (title: string) => ["nav.nav 0 0 200 740", "main.page 200 0 960 740", title];
  expect(misplacedTitle(page('h1 "Health" 226 26 77 26'))).toEqual([]);
  expect(misplacedTitle(page('h1 "Health" 226 22 77 26'))).toEqual([
    'h1 "Health" 226 22 77 26 is not at 226 26',
  ]);
  expect(misplacedTitle(page('h1 "Health" 230 26 77 26'))).toHaveLength(1);
});

const inBothThemes = new Set(casesToTry(shots, 4));

it.concurrent.each(shots)("$name", (shot) =>
  visit(shot, async ({ page, complaints }, gallery) => {
    const boxes = await measureBoxes(page);
    const found: string[] = [
      ...compareBoxes(await readBaseline(shot.name), boxes),
      ...misplacedTitle(boxes),
    ];
    const themes = inBothThemes.has(shot) ? themesOf(shot) : themesOf(shot).slice(0, 1);
    for (const [index, theme] of themes.entries()) {
      await gallery.setTheme(page, theme);
      for (const violation of await examine(page, index === 0 ? "all" : "colours"))
        found.push(`${theme}: ${violation}`);
    }
    await gallery.zoom(page);
    for (const control of await findLostControls(page)) found.push(`at 200 %: ${control}`);
    expect([...found, ...complaints()]).toEqual([]);
  }),
);

const walked = [
  ...["popover", "dashboard-errors", "dashboard-select", "first-run", "dashboard-new", "templates"],
  ...[
    "machine-network",
    "machine-settings",
    "machine-disks",
    "machine-snapshots",
    "dashboard-network",
  ],
  ...["dashboard-health", "dashboard-settings"],
];

it.concurrent.each(shots.filter(({ name }) => walked.includes(name)))(
  "Tab walks through all of $name, with a visible focus",
  (shot) => visit(shot, async ({ page }) => expect(await walkByTab(page)).toEqual([])),
);

it("moves nothing for a user who prefers less motion", () =>
  visit({ name: "busy", page: "popover", state: "busy" }, async ({ page }) => {
    const moving = () => page.evaluate(() => document.getAnimations().length);
    await expect.poll(moving).toBe(0);
    await page.emulateMedia({ colorScheme: null, reducedMotion: "no-preference" });
    await expect.poll(moving).toBeGreaterThan(0);
  }));

it("leads to the first wrong field, also to a folded one", () =>
  visit(
    { name: "wrong", page: "dashboard", state: "mixed", hash: "new-machine" },
    async ({ page }) => {
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute("name"));
      const submit = () => page.getByRole("button", { name: "Create machine" }).click();
      await page.getByRole("button", { name: "Choose…" }).click();
      await page.getByText("qcow2, 20 GiB").waitFor();
      await page.getByText("More options").click();
      await page.getByLabel("VNC display").fill("x");
      await page.getByText("More options").click();
      await page.getByLabel("Name", { exact: true }).fill("Not a name");
      await submit();
      await expect.poll(focused).toBe("name");
      await page.getByLabel("Name", { exact: true }).fill("fresh");
      await submit();
      await expect.poll(focused).toBe("vncDisplay");
      await page.getByLabel("VNC display").waitFor({ state: "visible" });
    },
  ));
