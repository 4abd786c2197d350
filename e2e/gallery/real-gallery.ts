import { rmSync } from "node:fs";
import type { Page } from "playwright-core";
import { netdFolder } from "../../electron/adapters/root/netd-folder.ts";
import { type DashboardRoute, routeHash } from "../../electron/contract/app/route.ts";
import { type RealApp, startRealApp } from "../rig/app/real-app.ts";
import { firstTrayIcon, startDesktop } from "../rig/desktop/desktop.ts";
import { clickUntilOpen } from "../rig/desktop/tray-hosts.ts";
import { makePlace, type Place } from "../rig/images/place.ts";
import { until } from "../rig/until.ts";

/** The running app with the means to bring about its states. */
export interface RealGallery {
  readonly place: Place;
  readonly app: RealApp;
  /** Opens the popover by a click on the icon, unless it is open. */
  popover(): Promise<Page>;
  /** Opens the dashboard at a route. */
  dashboard(place: DashboardRoute): Promise<Page>;
  /** Returns the errors in the consoles of both windows since the last call. */
  complaints(): readonly string[];
  /** The clean-ups that run when the gallery closes. */
  readonly later: (() => Promise<unknown>)[];
  close(): Promise<void>;
}

/** Starts the built app with an empty instance; inside the sandbox. */
export async function openRealGallery(): Promise<RealGallery> {
  const later: RealGallery["later"] = [];
  const close = async () => {
    for (const end of later.splice(0).toReversed()) await end();
  };
  try {
    // As on a computer whose LAN was never on: the log as root outlives the LAN of other tests.
    rmSync(netdFolder(process.getuid?.() ?? 0), { recursive: true, force: true });
    // Windows show paths of it, whose lines would break elsewhere with each random name.
    const place = await makePlace({ folder: "/tmp/virtray-gallery" });
    later.push(place.close);
    const desktop = await startDesktop({ tray: "xfce" });
    later.push(desktop.close);
    // Keep the files for ssh apart from this user's own.
    const env = { ...place.instance.env, ...desktop.env, HOME: place.instance.folder };
    const app = await startRealApp(env);
    later.push(app.close);
    const { x, y } = firstTrayIcon;
    const clickIcon = () => desktop.pointer("mousemove", `${x}`, `${y}`, "click", "1");
    const heard: string[] = [];
    const known = new Set<Page>();
    const meet = async (page: Page) => {
      if (known.has(page)) return page;
      known.add(page);
      page.on("console", (message) => {
        if (message.type() === "error") heard.push(message.text());
      });
      page.on("pageerror", (error) => heard.push(error.message));
      // Playwright would keep every page light.
      await page.emulateMedia({ colorScheme: null, reducedMotion: "reduce" });
      return page;
    };
    const gallery: RealGallery = {
      place,
      app,
      async popover() {
        if (!(await app.isPopoverVisible())) await clickUntilOpen(app, clickIcon);
        return meet(await app.popover());
      },
      async dashboard(to) {
        const isOpen = app.electron
          .windows()
          .some((page) => page.url().includes("/dashboard.html"));
        if (!isOpen) {
          const popover = await gallery.popover();
          await popover.locator(".popover-foot button").nth(1).click();
        }
        const page = await meet(await app.dashboard());
        // Focus the dashboard as a click on it would, so that the popover hides before it opens
        // again.
        const window = await app.electron.browserWindow(page);
        await window.evaluate((dashboard) => dashboard.focus());
        await until(
          "the focus on the dashboard, and the popover to hide",
          async () =>
            (await window.evaluate((dashboard) => dashboard.isFocused())) &&
            !(await app.isPopoverVisible()),
        );
        await page.evaluate((hash) => {
          location.hash = hash;
        }, routeHash(to));
        return page;
      },
      complaints: () => heard.splice(0),
      later,
      close,
    };
    return gallery;
  } catch (error) {
    await close();
    throw error;
  }
}
