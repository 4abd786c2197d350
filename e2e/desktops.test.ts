import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appOn } from "./desktops/app.ts";
import { desktops } from "./desktops/desktops.ts";
import type { RealDesktop, SeenWindow } from "./desktops/real-desktop.ts";
import type { RealApp } from "./rig/real-app.ts";
import { until } from "./rig/until.ts";

/** The popover's width, by which it is known among the app's windows. */
const popoverWidth = 360;

/** The popover, if the compositor shows it. */
async function shownPopover(desktop: RealDesktop): Promise<SeenWindow | undefined> {
  const windows = await desktop.windows();
  return windows.find(({ title, width }) => title === "Virtray" && width === popoverWidth);
}

describe("sway, app on Wayland", () => {
  let desktop: RealDesktop;
  let app: RealApp;

  beforeAll(async () => {
    desktop = await desktops.sway({});
    app = await (await appOn(desktop, "wayland")).start();
  });

  afterAll(() => desktop?.close());

  it("shows the popover after a click on the icon, has what is typed, and hides it by the next", async () => {
    await desktop.moveTo(await desktop.trayIcon());
    await desktop.click();
    const shown = await until("the popover", () => shownPopover(desktop));
    expect(shown.platform).toBe("wayland");
    await desktop.type("abc");
    await (await app.popover()).getByText("No machine matches “abc”.").waitFor();
    await desktop.click();
    await until("no popover", async () => (await shownPopover(desktop)) === undefined);
  });
});
