import { join } from "node:path";
import { execa } from "execa";
import type { Page } from "playwright-core";
import { closeAll } from "../close-all.ts";
import { type Instance, makeInstance } from "../command.ts";
import { startDesktop } from "../desktop/desktop.ts";
import { type StandInPanel, startStandInPanel } from "../desktop/stand-in-panel.ts";
import { type RealApp, startRealApp } from "./real-app.ts";

/** The app with three machines that are firmware only, on a desktop of its own. */
export interface ThreeMachines {
  readonly instance: Instance;
  readonly panel: StandInPanel;
  readonly app: RealApp;
  readonly popover: Page;
  close(): Promise<void>;
}

/** Starts the app with the stopped machines alpha, beta and gamma. */
export async function startThreeMachines(): Promise<ThreeMachines> {
  const instance = makeInstance();
  for (const name of ["alpha", "beta", "gamma"]) {
    const disk = join(instance.folder, `${name}.qcow2`);
    await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "1M"]);
    await instance.json("add", name, "--disk", disk, "--memory", "64");
  }
  const desktop = await startDesktop({});
  const panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  const app = await startRealApp({ ...instance.env, ...desktop.env });
  await panel.nextIcon();
  return {
    ...{ instance, panel, app },
    popover: await app.popover(),
    close: () => closeAll(app, panel, desktop, instance),
  };
}

/** Returns what has the focus on a page, by its label or else its text. */
export const focusedIn = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
  });
