import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { chromium } from "playwright-core";
import { endChild } from "../end-child.ts";
import { until } from "../until.ts";
import type { AppEnvironment, DrivenApp } from "./real-app.ts";

/**
 * Starts an installed app. Its fuses close its main process to debuggers, so its windows are driven
 * by Chromium's own debugging port, and the X server tells whether they are visible.
 * @param command the words that start it as its user
 */
export async function startInstalledApp(
  command: readonly string[],
  env: AppEnvironment,
): Promise<DrivenApp> {
  const [program = "", ...args] = command;
  const child = spawn(program, [...args, "--remote-debugging-port=0"], {
    env,
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    const browser = await chromium.connectOverCDP(await debuggingAddress(child));
    const find = (page: string) =>
      until(`the ${page}`, () =>
        browser
          .contexts()
          .flatMap((context) => context.pages())
          .find((each) => each.url().split("#")[0]?.endsWith(`/${page}.html`)),
      );
    await (await find("popover")).locator("main").waitFor({ state: "attached" });
    return {
      popover: () => find("popover"),
      dashboard: () => find("dashboard"),
      async isPopoverVisible() {
        const page = await find("popover");
        const width = await page.evaluate(() => window.outerWidth);
        return (await visibleWidths(env["DISPLAY"])).includes(width);
      },
      async close() {
        await browser.close();
        await endChild(child);
      },
    };
  } catch (error) {
    await endChild(child);
    throw error;
  }
}

/** Matches Chromium's message on its standard error once it listens. */
function debuggingAddress(child: ChildProcess): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    if (child.stderr === null) return reject(new Error("no standard error"));
    createInterface(child.stderr).on("line", (line) => {
      said = `${said}${line}\n`.slice(-4000);
      const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`the app ended with ${code}; it said:\n${said}`)),
    );
  });
}

/** Matches the title of the app's windows. */
const ownTitle = "^Virtray$";

/** Returns the widths of the app's windows on the screen. */
async function visibleWidths(display: string | undefined): Promise<readonly number[]> {
  const widths = (await search(display, "--onlyvisible", "--name", ownTitle)).map(async (id) => {
    const shape = await execa("xdotool", ["getwindowgeometry", "--shell", id], {
      env: { DISPLAY: display },
      reject: false,
    });
    return Number(/^WIDTH=(\d+)$/m.exec(shape.stdout)?.[1]);
  });
  return Promise.all(widths);
}

/** Tells whether the app has windows, shown or not, and all of them are of a class. */
export async function areWindowsOf(
  classOf: string,
  { DISPLAY: display }: AppEnvironment,
): Promise<boolean> {
  const all = await search(display, "--name", ownTitle);
  const ofClass = await search(display, "--class", `^${classOf}$`);
  return all.length > 0 && all.every((each) => ofClass.includes(each));
}

/** Returns the numbers of the windows that fit the words of xdotool's search. */
async function search(
  display: string | undefined,
  ...words: readonly string[]
): Promise<readonly string[]> {
  const options = { env: { DISPLAY: display }, reject: false };
  const found = await execa("xdotool", ["search", ...words], options);
  return found.stdout.split("\n").filter(Boolean);
}
