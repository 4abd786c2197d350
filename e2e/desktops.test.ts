import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appOn } from "./desktops/app.ts";
import { type AppOnScreen, lookFor } from "./desktops/app-on-screen.ts";
import { desktops } from "./desktops/desktops.ts";
import type { RealDesktop } from "./desktops/real-desktop.ts";
import type { RealApp } from "./rig/real-app.ts";
import { until } from "./rig/until.ts";

describe.each([
  ["sway", "wayland"],
  ["gnome", "wayland"],
  ["gnome", "x11"],
] as const)("the app on %s by %s", (name, platform) => {
  let desktop: RealDesktop;
  let app: RealApp;
  let seen: AppOnScreen;

  beforeAll(async () => {
    desktop = await desktops[name]({});
    seen = lookFor(desktop);
    app = await (await appOn(desktop, platform)).start();
  });

  afterAll(() => desktop?.close());

  it("shows the popover when the icon is used, which takes what is typed, and hides it the next time", async () => {
    await desktop.useIcon();
    const { platform: seenOn } = await seen.popoverStays();
    expect(seenOn).toBe(platform);
    await desktop.type("abc");
    const popover = await app.popover();
    await popover.getByText("No machine matches “abc”.").waitFor();
    await desktop.press("Escape");
    await until(
      "no filter",
      async () => (await popover.getByRole("searchbox").inputValue()) === "",
    );
    await desktop.useIcon();
    await seen.popoverIsGone();
  });
});
