import { basename, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFolder } from "../build/project.mjs";
import type { LanJson, MachineJson, UplinkJson } from "../electron/contract/app/cli.ts";
import { extensionId } from "../electron/core/app/enabled-extensions.ts";
import { drawing } from "./desktops/app.ts";
import { type GnomeDesktop, startRootsGnome } from "./desktops/gnome.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { guests, makePlace, type Place } from "./rig/images/place.ts";
import { until } from "./rig/until.ts";

/**
 * The main job in GNOME's real shell without any window: first by the menu of the icon, which is what
 * a click opens there, then by the entry in the quick settings. Each test goes on where the one before
 * ended.
 */
let desktop: GnomeDesktop;
let place: Place;
let app: RealApp;

const { web } = guests;
const lan = () => place.instance.json<LanJson>("lan", "status");

function startApp(): Promise<RealApp> {
  const { runtime } = desktop.place;
  return startRealApp(
    {
      ...place.instance.env,
      ...desktop.env,
      WAYLAND_DISPLAY: join(runtime, "wayland-0"),
      XAUTHORITY: join(runtime, basename(desktop.env["XAUTHORITY"] ?? "")),
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(runtime, "bus")}`,
      // What is the app's own, and what the command asks about, lies where its other files are.
      HOME: place.instance.env["HOME"],
      PATH: process.env["PATH"],
      XDG_RUNTIME_DIR: place.instance.env["XDG_RUNTIME_DIR"],
    },
    [...drawing, "--ozone-platform=x11"],
  );
}

/**
 * Opens the icon's menu and goes through it by clicks, again if nothing comes of it: a menu that was
 * opened while the panel still read its items anew shows the former ones, whose clicks go nowhere.
 */
async function choose(
  what: string,
  labelBegins: readonly string[],
  effect: () => Promise<boolean>,
): Promise<void> {
  for (let tries = 3; ; tries -= 1) {
    await desktop.press("Escape");
    await desktop.moveTo(await desktop.trayIcon());
    await desktop.click();
    for (const labelBegin of labelBegins) await desktop.clickItem(labelBegin);
    const came = await until(what, effect, 10).catch((error: unknown) => {
      if (tries === 1) throw error;
      return null;
    });
    if (came !== null) return;
  }
}

/** Returns the content of the shell's clipboard at the previous call. */
const copied = () =>
  desktop.evaluate(`(() => {
    const { St } = imports.gi;
    St.Clipboard.get_default().get_text(St.ClipboardType.CLIPBOARD, (_, text) => {
      rig.copied = text;
    });
    return rig.copied ?? null;
  })()`);

const answers = async () =>
  (await execa("ping", ["-c", "1", "-W", "1", web], { reject: false })).exitCode === 0;

/** Returns the state of our toggle in the quick settings; null if they lack it. */
const toggle = () =>
  desktop.evaluate(`(() => {
    const { quickSettings } = rig.main.panel.statusArea;
    const found = quickSettings.menu._grid
      .get_children()
      .find((item) => item.title === "Virtray" && item.visible);
    return found === undefined ? null : { isOn: found.checked, subtitle: found.subtitle };
  })()`);

/** Opens the menu of our entry in the quick settings. */
async function openEntry(): Promise<void> {
  await desktop.evaluate(`rig.main.panel.statusArea.quickSettings.menu.open(false)`);
  await desktop.evaluate(`rig.main.panel.statusArea.quickSettings.menu._grid
    .get_children()
    .find((item) => item.title === "Virtray")
    .menu.open(false)`);
}

beforeAll(async () => {
  place = await makePlace();
  await place.instance.json("add", "web", "--disk", join(place.instance.folder, "web.qcow2"));
  const folder = join(projectFolder, "out/gnome-extension/45");
  desktop = await startRootsGnome({ id: extensionId, folder }, { isRoots: true });
  app = await startApp();
});

afterAll(async () => {
  await app?.close();
  await desktop?.close();
  await place?.close();
});

it("switches the LAN on and the uplink over by clicks in the icon's menu", async () => {
  await choose("the LAN", ["LAN"], async () => (await lan()).status === "on");
  await choose("the uplink", ["wlan0 ("], async () => {
    return (await place.instance.json<UplinkJson>("uplink")).active === "wlan0";
  });
});

it("starts a machine there, and copies its address", async () => {
  await choose("the machine", ["web ·", "Start"], async () => {
    const machines = await place.instance.json<readonly MachineJson[]>("list");
    return machines.some(({ status }) => status === "running");
  });
  await until("the guest's answer", answers, 90);
  await choose("the address", ["web ·", `Copy ${web}`], async () => (await copied()) === web);
});

it("shows the same in the quick settings, and shuts the machine down from there", async () => {
  await expect.poll(toggle).toEqual({ isOn: true, subtitle: "LAN on · now wlan0" });
  await openEntry();
  await desktop.clickItem("web · running");
  await desktop.clickItem("Shut down");
  await place.instance.machine("web", ({ status }) => status === "stopped");
});

it("goes with the app and comes back with it", async () => {
  await app.close();
  await until("the entry to go", async () => (await toggle()) === null);
  app = await startApp();
  await until("the entry to come back", async () => (await toggle()) !== null);
});

it("switches the LAN off by the entry's own click", async () => {
  await desktop.evaluate(`rig.main.panel.statusArea.quickSettings.menu.open(false)`);
  await desktop.evaluate(`rig.main.panel.statusArea.quickSettings.menu._grid
    .get_children()
    .find((item) => item.title === "Virtray")
    .emit("clicked", 1)`);
  await until("the LAN to be off", async () => (await lan()).status === "off");
});

it("leaves no warning of the extension's in the shell's log", async () => {
  const log = await desktop.place.run(["cat", "/run/user/1000/gnome-shell.log"]);
  expect(log.split("\n").filter((line) => /virtray/i.test(line) && !/mutter/.test(line))).toEqual(
    [],
  );
});
