import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RealApp } from "../../rig/app/real-app.ts";
import { type Instance, makeInstance } from "../../rig/command.ts";
import { guests } from "../../rig/images/place.ts";
import { until } from "../../rig/until.ts";
import { type AppOnScreen, lookFor } from "../app-on-screen.ts";
import type { RootName } from "../debian-recipes.mjs";
import { typeIntoFilter } from "../round.ts";
import { type GnomeDesktop, startRootsGnome } from "./gnome.ts";
import { chooseInMenu, clickInWindow, copiedOnGnome, startAppOnGnome } from "./gnome-app.ts";

/**
 * The tests that GNOME's shell has what the app copies, from each of its faces: the shell ignores the
 * clipboard of a Wayland client without the focus, and Electron reports nothing.
 */
export function goGnomeCopies(root: RootName, platform: "wayland" | "x11"): void {
  describe(`copying on GNOME (${root}) by ${platform}`, () => {
    let desktop: GnomeDesktop;
    let instance: Instance;
    let app: RealApp;
    let seen: AppOnScreen;
    const address = guests.web;
    const isCopied = async () => (await copiedOnGnome(desktop)) === address;

    beforeAll(async () => {
      instance = makeInstance();
      const disk = join(instance.folder, "web.qcow2");
      await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "1M"]);
      await instance.json("add", "web", "--disk", disk, "--address", address);
      desktop = await startRootsGnome(root);
      seen = lookFor(desktop);
      app = await startAppOnGnome(desktop, instance, platform);
    });

    beforeEach(async () => {
      await desktop.evaluate(
        `imports.gi.St.Clipboard.get_default().set_text(imports.gi.St.ClipboardType.CLIPBOARD, "")`,
      );
      await until("an empty clipboard", async () => !(await copiedOnGnome(desktop)));
    });

    afterAll(async () => {
      await app?.close();
      await desktop?.close();
      await instance?.close();
    });

    it("copies an address by the icon's menu, with no window ever shown", async () => {
      await chooseInMenu(desktop, "the address", ["web ·", `Copy ${address}`], isCopied);
    });

    it("copies it by a click in the popover", async () => {
      await desktop.clickIcon();
      const window = await seen.popoverStays();
      const popover = await app.popover();
      const more = popover.getByRole("button", { name: "More: web" });
      await clickInWindow(desktop, window, popover, more);
      const item = popover.getByRole("menuitem", { name: `Copy ${address}` });
      await clickInWindow(desktop, window, popover, item);
      await until("the address", isCopied);
      await desktop.press("Escape");
      await seen.popoverIsGone();
    });

    it("copies it by the icon's menu while the dashboard has the focus", async () => {
      const isThere = async () => (await seen.dashboard())?.isFocused === true;
      await chooseInMenu(desktop, "the dashboard", ["Open dashboard"], isThere);
      await chooseInMenu(desktop, "the address", ["web ·", `Copy ${address}`], isCopied);
    });

    it("shows the popover over the focused dashboard, again and again", async () => {
      const filter = (await app.popover()).getByRole("searchbox");
      for (const word of ["a", "ab", "abc"]) {
        expect((await until("the dashboard", seen.dashboard)).isFocused).toBe(true);
        await desktop.clickIcon();
        expect((await seen.popoverStays()).isFocused).toBe(true);
        await typeIntoFilter({ desktop, app }, word);
        await desktop.press("Escape");
        await until("no filter", async () => (await filter.inputValue()) === "");
        await desktop.press("Escape");
        await seen.popoverIsGone();
        await until("the focus", async () => (await seen.dashboard())?.isFocused === true);
      }
    });
  });
}
