import { startRealApp } from "../rig/app/real-app.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { startDesktop } from "../rig/desktop/desktop.ts";
import { startStandInPanel } from "../rig/desktop/stand-in-panel.ts";
import { until } from "../rig/until.ts";
import { type Figure, median } from "./figure.ts";

const rounds = 50;

/** Measures from the click on the tray icon until the popover is on the screen. */
export async function benchPopover(): Promise<readonly Figure[]> {
  const instance = makeInstance();
  try {
    const times = await openPopover(instance, rounds);
    return [
      {
        what: "popover on the screen after the click",
        value: median(times),
        most: 20,
        unit: "ms",
        beside: `median of ${rounds}, slowest ${Math.max(...times).toFixed(0)} ms`,
      },
    ];
  } finally {
    await instance.close();
  }
}

/** Returns the milliseconds from click to popover, several times in a row, in an app of its own. */
export async function openPopover(instance: Instance, times: number): Promise<readonly number[]> {
  const desktop = await startDesktop({});
  const panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  const app = await startRealApp({ ...instance.env, ...desktop.env });
  try {
    await panel.nextIcon();
    // Both processes read the same clock of the system.
    await app.electron.evaluate(({ BrowserWindow }) => {
      const shown: number[] = [];
      Object.assign(globalThis, { shown });
      for (const window of BrowserWindow.getAllWindows()) {
        window.on("show", () => shown.push(performance.timeOrigin + performance.now()));
      }
    });
    const took: number[] = [];
    for (let round = 0; round < times; round++) {
      let clicked = 0;
      const click = async () => {
        clicked = performance.timeOrigin + performance.now();
        await panel.click();
        return until("the popover to be seen", app.isPopoverVisible, 2).catch(() => false);
      };
      // The app takes a click right after the popover was hidden for the click that hid it; the
      // next click opens it.
      if (!(await click()) && !(await click())) throw new Error("the popover is not to be seen");
      const shown = await app.electron.evaluate(
        () => (globalThis as unknown as { shown: number[] }).shown.at(-1) ?? Number.NaN,
      );
      took.push(shown - clicked);
      await app.electron.evaluate(({ BrowserWindow }) => {
        for (const window of BrowserWindow.getAllWindows()) window.hide();
      });
    }
    return took;
  } finally {
    await app.close();
    panel.close();
    await desktop.close();
  }
}
