#!/usr/bin/env node
/**
 * Takes pictures of the pages in many states, light and dark, English and German.
 *
 *   node e2e/gallery/run.mjs FOLDER [NAME…]
 *
 * Needs a built app (`npm run build`) and a display; as root, ELECTRON_DISABLE_SANDBOX=1.
 * Pictures go to FOLDER; with names, only those whose name holds one of them are taken. Each page
 * is also examined by axe (WCAG 2.2 AA); the exit code is 1 if it finds anything.
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import axe from "axe-core";
import { _electron } from "playwright-core";
import { electronRuntime } from "../../build/electron-runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { shots } from "./shots.mjs";
import { answers, states } from "./states.mjs";

const [folder = "test-results/gallery", ...names] = process.argv.slice(2);
const target = resolve(folder);
mkdirSync(target, { recursive: true });

const app = await _electron.launch({
  executablePath: (await electronRuntime()).path,
  args: [import.meta.dirname, process.env["GALLERY_OUT"] ?? join(projectFolder, "out")],
});
let revision = 0;
try {
  await app.evaluate(({ app }) => app.whenReady());
  for (const [index, shot] of shots.entries()) {
    const name = `${String(index + 1).padStart(2, "0")}-${shot.name}`;
    if (names.length > 0 && !names.some((wanted) => name.includes(wanted))) continue;
    const state = states[shot.state];
    if (state === undefined) throw new Error(`no state ${shot.state}`);
    revision += 1;
    const language = shot.language ?? "en";
    const snapshot = { revision, state: { ...state, settings: { ...state.settings, language } } };
    const opened = app.waitForEvent("window");
    opened.catch(() => {});
    await app.evaluate(
      ({ nativeTheme }, [snapshot, answers, theme, page, hash, size]) => {
        const { double, open } = /** @type {any} */ (globalThis);
        nativeTheme.themeSource = theme;
        Object.assign(double, { snapshot, answers });
        open(page, hash, ...size);
      },
      /** @type {const} */ ([
        snapshot,
        answers,
        shot.theme ?? "light",
        `${shot.page}.html`,
        shot.hash ?? "",
        shot.size ?? (shot.page === "popover" ? [360, 580] : [1160, 740]),
      ]),
    );
    const page = await opened;
    // Playwright would keep every page light.
    await page.emulateMedia({ colorScheme: null, reducedMotion: "reduce" });
    page.on("console", (message) => {
      if (message.type() === "error") console.error(`${name}: ${message.text()}`);
    });
    page.on("pageerror", (error) => console.error(`${name}: ${error.message}`));
    await page.locator("main").first().waitFor();
    await shot.act?.(page);
    await page.screenshot({ path: join(target, `${name}.png`) });
    const violations = await examine(page);
    for (const violation of violations) console.error(`${name}: ${violation}`);
    if (violations.length > 0) process.exitCode = 1;
    await page.close();
    console.log(name);
  }
} finally {
  await app.close();
}

/**
 * What axe finds wrong in a page, a line each.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<readonly string[]>}
 */
async function examine(page) {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = /** @type {{axe: typeof import("axe-core")}} */ (
      /** @type {unknown} */ (globalThis)
    );
    const { violations } = await axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
    );
  });
}
