import { describe, it } from "vitest";
import { until } from "../rig/until.ts";
import { withAppOn } from "./app-on-desktop.ts";
import type { RealDesktop } from "./real-desktop.ts";

/** The widths of the popover in the desktop's units: without and with the space for its shadow. */
const widths = { opaque: 360, framed: 384 } as const;

/** Tests that the popover gets its shadow where Xfce's compositing manager starts after the app. */
export function goCompositing(): void {
  describe("the popover on xfce as compositing begins and ends", () => {
    const its = withAppOn("xfce", "x11", { prepare: (desktop) => compose(desktop, false) });

    it("is opaque without it, and has a shadow with it", async () => {
      // Xfce answers before it has ended compositing.
      await until("no shadow", async () => (await widthShown()) === widths.opaque);
      await compose(its().desktop, true);
      await until("a shadow", async () => (await widthShown()) === widths.framed);
      await compose(its().desktop, false);
      await until("no shadow", async () => (await widthShown()) === widths.opaque);
    });

    async function widthShown(): Promise<number> {
      const { desktop, seen } = its();
      await desktop.clickIcon();
      const { width } = await seen.popoverStays();
      await desktop.press("Escape");
      await seen.popoverIsGone();
      return width;
    }
  });
}

/** Switches Xfce's compositing, as its settings do. */
async function compose({ place, env }: RealDesktop, isOn: boolean): Promise<void> {
  const property = ["--channel", "xfwm4", "--property", "/general/use_compositing"];
  await place.run(
    ["xfconf-query", "--create", ...property, "--type", "bool", "--set", String(isOn)],
    env,
  );
}
