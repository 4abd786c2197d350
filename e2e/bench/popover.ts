import { makeInstance } from "../rig/command.ts";
import { startDesktop } from "../rig/desktop.ts";
import { startRealApp } from "../rig/real-app.ts";
import { startStandInPanel } from "../rig/stand-in-panel.ts";
import { until } from "../rig/until.ts";
import { type Figure, median } from "./figure.ts";

const rounds = 50;

/** From the click on the tray icon until the popover is on the screen. */
export async function benchPopover(): Promise<readonly Figure[]> {
  const instance = makeInstance();
  const desktop = await startDesktop({ panel: false });
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
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const clicked = performance.timeOrigin + performance.now();
      await panel.click();
      await until("the popover to be seen", app.isPopoverVisible, 10);
      const shown = await app.electron.evaluate(
        () => (globalThis as unknown as { shown: number[] }).shown.at(-1) ?? Number.NaN,
      );
      times.push(shown - clicked);
      await app.electron.evaluate(({ BrowserWindow }) => {
        for (const window of BrowserWindow.getAllWindows()) window.hide();
      });
    }
    return [
      {
        what: "popover on the screen after the click",
        value: median(times),
        most: 50,
        unit: "ms",
        beside: `median of ${rounds}, slowest ${Math.max(...times).toFixed(0)} ms`,
      },
    ];
  } finally {
    await app.close();
    panel.close();
    await desktop.close();
    await instance.close();
  }
}
