import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { makeInstance } from "../rig/command.ts";
import { guests } from "../rig/images/place.ts";
import { until } from "../rig/until.ts";
import type { WindowPlatform } from "./app.ts";
import { withAppOn } from "./app-on-desktop.ts";
import type { DesktopName } from "./desktops.ts";
import type { RealDesktop } from "./real-desktop.ts";

/** The address that is copied. */
const address = guests.web;

/**
 * The tests that the desktop's clipboard has the address that is copied by the icon's menu while no
 * window of the app is there, and that the app tells it where the desktop has refused.
 */
export function goCopies(name: DesktopName, platform: WindowPlatform): void {
  describe(`copying on ${name} by ${platform}`, () => {
    const its = withAppOn(name, platform, {
      prepare: (desktop) => addMachine(desktop, `/home/tester/app-${platform}/data`),
    });
    const run = (...command: readonly string[]) => {
      const { place, env } = its().desktop;
      return place.run(command, env);
    };
    const copied = () => run("wl-paste", "--no-newline").catch(() => "");

    it("copies an address by the icon's menu", async () => {
      const { desktop, seen } = its();
      await run("sh", "-c", "printf other | wl-copy 2>/dev/null");
      await until("another text", async () => (await copied()) === "other");
      await chooseByBus(desktop, `Copy ${address}`);
      await until("the address", async () => (await copied()) === address);
      expect(await seen.popover()).toBeUndefined();
    });

    it("shows the address and the reason where nothing can copy", async () => {
      const { desktop, app, seen } = its();
      // Plasma's own clipboard is part of its panel.
      const hide = "mv /usr/bin/wl-copy /usr/bin/wl-copy.hidden; pkill plasmashell || true";
      await run("sh", "-c", hide);
      await chooseByBus(desktop, `Copy ${address}`);
      await seen.popoverStays();
      await (await app.popover()).getByText(`${address} was not copied`).waitFor();
    });
  });
}

/** Puts the definition of a machine into the app's folder on the desktop. */
async function addMachine({ place }: RealDesktop, dataHome: string): Promise<void> {
  const instance = makeInstance();
  try {
    const disk = join(instance.folder, "web.qcow2");
    await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "1M"]);
    await instance.json("add", "web", "--disk", disk, "--address", address);
    const machines = join(instance.folder, "data/virtray/machines");
    const [id = ""] = readdirSync(machines);
    const definition = readFileSync(join(machines, id, "machine.json"), "utf8");
    const folder = `${dataHome}/virtray/machines/${id}`;
    await place.run(["mkdir", "-p", folder]);
    await place.run([
      "sh",
      "-c",
      'printf %s "$2" > "$1"',
      "sh",
      `${folder}/machine.json`,
      definition,
    ]);
  } finally {
    await instance.close();
  }
}

/** Sends what a panel sends when its user has chosen the item of the icon's menu that has this label. */
async function chooseByBus({ place, env }: RealDesktop, label: string): Promise<void> {
  const call = (owner: string, path: string, method: string, ...args: readonly string[]) =>
    place.run(
      [
        ...["gdbus", "call", "--session", "--dest", owner, "--object-path", path],
        ...["--method", method, ...args],
      ],
      env,
    );
  const get = (owner: string, path: string, from: string, property: string) =>
    call(owner, path, "org.freedesktop.DBus.Properties.Get", from, property);
  const watcher = "org.kde.StatusNotifierWatcher";
  const items = await get(
    watcher,
    "/StatusNotifierWatcher",
    watcher,
    "RegisteredStatusNotifierItems",
  );
  const [, owner = "", path = ""] = /'([^'/]+)([^']*)'/.exec(items) ?? [];
  const menuAt = await get(owner, path, "org.kde.StatusNotifierItem", "Menu");
  const menu = /'([^']+)'/.exec(menuAt)?.[1] ?? "";
  const face = "com.canonical.dbusmenu";
  const id = await until(`the item ${label}`, async () => {
    const layout = await call(owner, menu, `${face}.GetLayout`, "--", "0", "-1", "@as []");
    return new RegExp(`\\((\\d+), \\{[^{}]*'label': <'${label}'>`).exec(layout)?.[1];
  });
  await call(owner, menu, `${face}.Event`, id, "clicked", "<''>", "0");
}
