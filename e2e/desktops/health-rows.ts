/// <reference path="../../electron/adapters/desktop/x11.d.ts" />
import { describe, expect, it } from "vitest";
import { createClient } from "x11";
import { until } from "../rig/until.ts";
import type { WindowPlatform } from "./app.ts";
import { withAppOn } from "./app-on-desktop.ts";
import type { DesktopName } from "./desktops.ts";
import type { RealDesktop } from "./real-desktop.ts";
import { showXServer } from "./x-server.ts";

/** The beginnings of the sentences that Health can say of a desktop's session. */
const sentences = {
  agent: "No program that asks for passwords (a polkit agent) seems to be running.",
  tray: "No panel here shows tray icons, so the dashboard is used instead of the icon.",
  shortcutAsks:
    "Super+Alt+V does not open Virtray yet: the desktop assigns these keys, and asks you first.",
  shortcutRefused:
    "Super+Alt+V does not open Virtray: another program uses these keys, or the desktop does not assign them.",
  shortcutMissing:
    "Super+Alt+V does not open Virtray: this desktop does not assign keys to programs (it has no portal for shortcuts).",
} as const;

type Row = keyof typeof sentences;

/** The command that a row offers to copy. */
const commands: Readonly<Partial<Record<Row, string>>> = {
  agent: "virtray lan up",
  shortcutAsks: "virtray popover",
  shortcutRefused: "virtray popover",
  shortcutMissing: "virtray popover",
};

/** Tests which rows Health has on a desktop about the desktop itself, and that a click does what they offer. */
export function goHealthRows(
  name: DesktopName,
  platform: Exclude<WindowPlatform, "default">,
  expected: readonly Row[],
): void {
  describe(`Health on ${name} by ${platform}`, () => {
    let freeKeys = () => {};
    const isRefused = expected.includes("shortcutRefused");
    const prepare = async (desktop: RealDesktop) => {
      if (isRefused) freeKeys = await takeKeys(desktop);
    };
    const its = withAppOn(name, platform, { prepare });

    it("tells what the desktop lacks, and nothing that it has", async () => {
      const { startable, app } = its();
      expect(await startable.startAgain()).toBe(0);
      const page = await app.dashboard();
      await page.getByRole("button", { name: /^Health/ }).click();
      const rows = page.locator(".finding");
      // All rows come at once, and QEMU is on none of these desktops.
      await rows.filter({ hasText: "qemu-system-x86_64" }).first().waitFor();
      const texts = await rows.allInnerTexts();
      const told = (Object.keys(sentences) as Row[]).filter((row) =>
        texts.some((text) => text.includes(sentences[row])),
      );
      expect(told).toEqual(expected);
    });

    it.each(expected.filter((row) => commands[row] !== undefined))(
      "copies the command of the row “%s” by a click",
      async (row) => {
        const { app } = its();
        const page = await app.dashboard();
        const card = page.locator(".finding").filter({ hasText: sentences[row] });
        await card.getByRole("button", { name: "Copy" }).click();
        await until("the command", async () => {
          const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
          return copied.endsWith(commands[row] ?? "");
        });
      },
    );

    it.runIf(isRefused)("takes the keys when another program has freed them", async () => {
      const { desktop, app, seen } = its();
      const page = await app.dashboard();
      freeKeys();
      await page.getByRole("button", { name: "Check again" }).click();
      const row = page.locator(".finding").filter({ hasText: sentences.shortcutRefused });
      await row.waitFor({ state: "detached" });
      await desktop.press("Super_L", "Alt_L", "v");
      await seen.popoverStays();
    });
  });
}

/** The keys Super+Alt+V in the X server's terms: Mod4Mask with Mod1Mask, and the keycode of V. */
const superAltV = { modifiers: 0x48, code: 55 } as const;

/** Takes the keys as another program of the desktop; returns the function that frees them. */
function takeKeys(desktop: RealDesktop): Promise<() => void> {
  showXServer(desktop);
  return new Promise((resolve, reject) => {
    createClient(
      { display: desktop.env["DISPLAY"] ?? "" },
      (error, { client, screen: [first] }) => {
        if (error !== null && error !== undefined) return reject(error);
        const [root, later] = [first?.root ?? 0, 1];
        client.GrabKey(root, false, superAltV.modifiers, superAltV.code, later, later);
        // The answer to a later request proves that the grab was carried out.
        client.QueryPointer(root, () => resolve(() => client.terminate()));
      },
    );
  });
}
