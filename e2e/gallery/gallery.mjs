/**
 * Opens the gallery's pages, each in its state, for the pictures and for the tests.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import axe from "axe-core";
import { _electron } from "playwright-core";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { answers } from "./answers.mjs";
import { states } from "./states/states.mjs";

/** @typedef {"light" | "dark"} Theme */
/** @typedef {import("playwright-core").Page} Page */

/**
 * @typedef {object} OpenShot
 * @property {Page} page
 * @property {() => readonly string[]} complaints the errors of the page's console so far
 * @property {() => Promise<void>} close
 */

/**
 * @typedef {object} Gallery
 * @property {(shot: import("./shot-parts.mjs").Shot) => Promise<OpenShot>} open shows a shot's page in
 *   its state, once that is complete
 * @property {(page: Page, theme: Theme) => Promise<void>} setTheme ends when the page has it
 * @property {(page: Page) => Promise<void>} zoom leaves a page the room that it has at 200 %
 * @property {() => Promise<void>} close
 */

/** The default content sizes of the pages, in pixels. */
const sizes = /** @type {const} */ ({ popover: [360, 580], dashboard: [1160, 740] });

/**
 * Starts the gallery's app with the built pages.
 * @param {string} [out] the folder with them, where it is not the project's own
 * @returns {Promise<Gallery>}
 */
export async function openGallery(out = join(projectFolder, "out")) {
  const app = await _electron.launch({
    env: {
      ...withoutUndefined(process.env),
      // Chromium's sandbox refuses root.
      ...(process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: "1" } : {}),
      TZ: "UTC",
    },
    executablePath: (await electronRuntime()).path,
    args: [import.meta.dirname, out],
  });
  app.context().setDefaultTimeout(90_000);
  await app.evaluate(({ app }) => app.whenReady());
  let revision = 0;
  return {
    async open(shot) {
      const state = states[shot.state];
      if (state === undefined) throw new Error(`no state ${shot.state}`);
      revision += 1;
      const language = shot.language ?? "en";
      const snapshot = { revision, state: { ...state, settings: { ...state.settings, language } } };
      const opened = app.waitForEvent("window");
      opened.catch(() => {});
      await app.evaluate(
        ({ nativeTheme }, [snapshot, answers, hasTraffic, theme, page, hash, size]) => {
          const { double, open } = /** @type {any} */ (globalThis);
          nativeTheme.themeSource = theme;
          Object.assign(double, { snapshot, answers, hasTraffic });
          open(page, hash, ...size);
        },
        /** @type {const} */ ([
          snapshot,
          { ...answers, ...shot.answers },
          shot.hasTraffic ?? false,
          shot.theme ?? "light",
          `${shot.page}.html`,
          shot.hash ?? "",
          shot.size ?? sizes[shot.page],
        ]),
      );
      const page = await opened;
      /** @type {string[]} */
      const complaints = [];
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      // Playwright would keep every page light.
      await page.emulateMedia({ colorScheme: null, reducedMotion: "reduce" });
      await page.locator("main").first().waitFor();
      await shot.act?.(page);
      return { page, complaints: () => complaints, close: () => page.close() };
    },
    setTheme: (page, theme) => setTheme(app, page, theme),
    async zoom(page) {
      // Half of each side is what the page's own pixels come to; a popover keeps its width.
      const isPopover = page.url().includes("/popover.html");
      const [width, height] = isPopover ? sizes.popover : sizes.dashboard;
      const window = await app.browserWindow(page);
      const room = { width: isPopover ? width : width / 2, height: height / 2 };
      await window.evaluate(
        (window, { width, height }) => window.setContentSize(width, height),
        room,
      );
      await page.waitForFunction((height) => innerHeight === height, room.height);
    },
    close: () => app.close(),
  };
}

/**
 * Sets an app's theme, and waits until the page has it.
 * @param {import("playwright-core").ElectronApplication} app
 * @param {Page} page
 * @param {Theme} theme
 */
export async function setTheme(app, page, theme) {
  await app.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source;
  }, theme);
  const deadline = Date.now() + 60_000;
  // Ask from here: a covered window draws no frames, and a hidden one keeps its timers waiting.
  while (
    !(await page.evaluate(
      (isDark) => matchMedia("(prefers-color-scheme: dark)").matches === isDark,
      theme === "dark",
    ))
  ) {
    if (Date.now() > deadline) throw new Error(`waited 60 s in vain for a page to be ${theme}`);
    await sleep(20);
  }
}

/**
 * Returns both themes, that of the shot first.
 * @param {import("./shot-parts.mjs").Shot} shot
 * @returns {readonly Theme[]}
 */
export function themesOf(shot) {
  return shot.theme === "dark" ? ["dark", "light"] : ["light", "dark"];
}

/** The rules of axe that are checked. */
const rules = {
  all: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  colours: ["color-contrast"],
};

/**
 * Returns a line for each violation of WCAG 2.2 AA that axe finds in a page. Between themes only
 * colours differ: `colours` checks nothing else, which is much faster.
 * @param {Page} page
 * @param {"all" | "colours"} what
 * @returns {Promise<readonly string[]>}
 */
export async function examine(page, what) {
  await page.evaluate(axe.source);
  return page.evaluate(
    async (runOnly) => {
      const { axe } = /** @type {{axe: typeof import("axe-core")}} */ (
        /** @type {unknown} */ (globalThis)
      );
      const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
      );
    },
    /** @type {string[]} */ ([...rules[what]]),
  );
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
