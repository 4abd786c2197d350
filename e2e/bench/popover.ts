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
    const times = (await openPopover(instance, rounds)).map(({ shown }) => shown);
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

/** The milliseconds from a click until the popover is on the screen, and until its page has drawn there. */
export interface Opening {
  readonly shown: number;
  readonly drawn: number;
}

/** Opens the popover several times in a row, in an app of its own. */
export async function openPopover(instance: Instance, times: number): Promise<readonly Opening[]> {
  const desktop = await startDesktop({});
  const panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  const app = await startRealApp({ ...instance.env, ...desktop.env });
  try {
    await panel.nextIcon();
    // Both processes read the same clock of the system.
    await app.electron.evaluate(({ BrowserWindow }) => {
      const opened: { shown: number; drawn: Promise<number> }[] = [];
      Object.assign(globalThis, { opened });
      // The second frame begins once the first one is complete.
      const frames =
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.timeOrigin + performance.now()))))";
      for (const window of BrowserWindow.getAllWindows()) {
        window.on("show", () => {
          const drawn: Promise<number> = window.webContents.executeJavaScript(frames);
          opened.push({ shown: performance.timeOrigin + performance.now(), drawn });
        });
      }
    });
    const took: Opening[] = [];
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
      const at = await app.electron.evaluate(async () => {
        const { opened } = globalThis as unknown as {
          opened: { shown: number; drawn: Promise<number> }[];
        };
        const last = opened.at(-1);
        return { shown: last?.shown ?? Number.NaN, drawn: (await last?.drawn) ?? Number.NaN };
      });
      took.push({ shown: at.shown - clicked, drawn: at.drawn - clicked });
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
