import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { electronRuntime } from "../../../build/electron/runtime.mjs";
import { projectFolder } from "../../../build/project.mjs";
import { median } from "../../bench/figure.ts";
import { clicksToPicture, writeBareApp } from "../../rig/desktop/click-to-picture.ts";
import { type DesktopName, startDesktop } from "../desktops.ts";
import { showXServer } from "../x-server.ts";

const rounds = 12;

/** How often each of the two is measured, in turns: other work on the computer only makes them slower. */
const turns = 2;

/** How many times as long as a bare Electron's window the popover may take. */
const most = 1.5;

/** The distance of the popover's middle from the screen's right edge. */
const middle = 192;

/**
 * Tests that the popover's picture is on the screen about as soon after the click on the icon as a bare
 * Electron's window is.
 */
export function goClickToPicture(name: DesktopName): void {
  describe(`the click on the icon on ${name}`, () => {
    it("is answered as soon as a bare Electron answers it", { timeout: 300_000 }, async () => {
      const medians = { bare: Number.POSITIVE_INFINITY, own: Number.POSITIVE_INFINITY };
      for (let turn = 0; turn < turns; turn += 1) {
        for (const app of ["bare", "own"] as const) {
          medians[app] = Math.min(medians[app], median(await measured(name, app)));
        }
      }
      const { bare, own } = medians;
      console.log(`${name}: ${own.toFixed(0)} ms against ${bare.toFixed(0)} ms`);
      expect(own / bare).toBeLessThan(most);
    });
  });
}

/** Returns the milliseconds from click to picture, on a desktop that ends with the app. */
async function measured(name: DesktopName, app: "bare" | "own"): Promise<readonly number[]> {
  const desktop = await startDesktop(name);
  try {
    showXServer(desktop);
    const { env, place, screen } = desktop;
    const left = screen.width - middle;
    writeBareApp(join(place.runtime, "bare"), { x: left - 180, y: 100 });
    const { path } = await electronRuntime();
    const folder = app === "own" ? projectFolder : "/run/user/1000/bare";
    // As it is without a GPU: GL by the processor would draw large windows slowly.
    place.start("app", [path, "--ozone-platform=x11", folder], env);
    await desktop.moveTo(await desktop.trayIcon());
    return await clicksToPicture(
      {
        display: env["DISPLAY"] ?? "",
        column: { x: left, y: 40, height: 720 },
        click: () => desktop.click(),
      },
      rounds,
    );
  } finally {
    await desktop.close();
  }
}
