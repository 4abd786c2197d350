#!/usr/bin/env node
/**
 * Takes pictures of the pages in many states, each light and dark, in English and German.
 *
 *   npm run gallery -- [--accept] [FOLDER [NAME…]]
 *
 * Pictures go to FOLDER (test-results/gallery); with names, only those whose name holds one of them
 * are taken. Each page is examined by axe in both themes (WCAG 2.2 AA), its layout is compared with
 * the one that is kept in baseline/, and nothing may complain in its console; the exit code is 1 if
 * anything is found. `--accept` keeps the layouts as they are now.
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import axe from "axe-core";
import { _electron } from "playwright-core";
import { electronRuntime } from "../../build/electron-runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { compareBoxes, measureBoxes, readBaseline, writeBaseline } from "./boxes.mjs";
import { shots } from "./shots.mjs";
import { answers, states } from "./states.mjs";

const words = process.argv.slice(2);
const isAccepting = words.includes("--accept");
const [folder = "test-results/gallery", ...names] = words.filter((word) => word !== "--accept");
const target = resolve(folder);
mkdirSync(target, { recursive: true });

/** @param {string} problem */
function complain(problem) {
  console.error(problem);
  process.exitCode = 1;
}

const app = await _electron.launch({
  env: {
    ...withoutUndefined(process.env),
    // Chromium's sandbox refuses root.
    ...(process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: "1" } : {}),
    TZ: "UTC",
  },
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
      if (message.type() === "error") complain(`${name}: ${message.text()}`);
    });
    page.on("pageerror", (error) => complain(`${name}: ${error.message}`));
    await page.locator("main").first().waitFor();
    await shot.act?.(page);
    const boxes = await measureBoxes(page);
    const kept = await readBaseline(shot.name);
    if (isAccepting) await writeBaseline(shot.name, boxes);
    else if (kept === null) console.log(`${name}: no layout is kept yet (--accept keeps it)`);
    else for (const difference of compareBoxes(kept, boxes)) complain(`${name}: ${difference}`);
    for (const theme of themesOf(shot.theme ?? "light")) {
      await app.evaluate(({ nativeTheme }, source) => {
        nativeTheme.themeSource = source;
      }, theme);
      await page.waitForFunction(
        (isDark) => matchMedia("(prefers-color-scheme: dark)").matches === isDark,
        theme === "dark",
      );
      await page.screenshot({ path: join(target, `${name}-${theme}.png`) });
      for (const violation of await examine(page)) complain(`${name} (${theme}): ${violation}`);
    }
    await page.close();
    console.log(name);
  }
} finally {
  await app.close();
}

/**
 * Both themes, the one that the state was made in first.
 * @param {"light" | "dark"} first
 * @returns {readonly ("light" | "dark")[]}
 */
function themesOf(first) {
  return first === "light" ? ["light", "dark"] : ["dark", "light"];
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
function withoutUndefined(env) {
  return Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
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
