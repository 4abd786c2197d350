/**
 * Takes the picture of README.md: the popover of the running app at the panel of a real GNOME, with
 * the LAN on and machines in several states, light and dark.
 *
 *   node build/sandbox.mjs node build/run-typescript.mjs e2e/gallery/readme-picture.ts [FILE]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PNG } from "pngjs";
import { projectFolder } from "../../build/project.mjs";
import { extensionId } from "../../electron/core/app/enabled-extensions.ts";
import { type AppOnScreen, lookFor } from "../desktops/app-on-screen.ts";
import { drawing } from "../desktops/drawing.ts";
import { type GnomeDesktop, startRootsGnome } from "../desktops/gnome/gnome.ts";
import type { SeenWindow } from "../desktops/real-desktop.ts";
import { startRealApp } from "../rig/app/real-app.ts";
import { makePlace, type Place } from "../rig/images/place.ts";
import { sh } from "../rig/lan/test-net.ts";
import { until } from "../rig/until.ts";

/** Pixels of the desktop that are shown around the popover. */
const margin = 28;
/** Pixels between the two themes. */
const gap = 20;
const withoutGuest = ["build", "legacy", "sandbox", "scratch"];

/**
 * Takes the picture.
 * @param args its file; assets/screenshot.png by default
 * @returns 0
 */
export async function main(args: readonly string[]): Promise<number> {
  const [file = join(projectFolder, "assets/screenshot.png")] = args;
  const place = await makePlace();
  const extension = { id: extensionId, folder: join(projectFolder, "out/gnome-extension/45") };
  const desktop = await startRootsGnome("short", extension);
  try {
    await addMachines(place);
    await dress(desktop);
    const app = await startRealApp(await environmentOf(place, desktop), [
      ...drawing,
      "--ozone-platform=x11",
    ]);
    const popover = await app.popover();
    // Playwright would keep the page light.
    await popover.emulateMedia({ colorScheme: null });
    const seen = lookFor(desktop);
    await desktop.clickIcon();
    const shown = await seen.popoverStays();
    // The pointer would hide the icon.
    await desktop.moveTo(desktop.wallpaper);
    await popover.getByText("/s").waitFor();
    const light = await pictureOf(desktop, seen, shown, (brightness) => brightness > 200);
    await desktop.setDark(true);
    const dark = await pictureOf(desktop, seen, shown, (brightness) => brightness < 80);
    writeFileSync(file, PNG.sync.write(sideBySide(light, dark), { deflateLevel: 9 }));
    await app.close();
  } finally {
    await desktop.close();
    await place.close();
  }
  return 0;
}

/** Switches the LAN on, and adds machines: two answer, one is paused, the others are stopped. */
async function addMachines({ instance }: Place): Promise<void> {
  const disk = (name: string) => join(instance.folder, `${name}.qcow2`);
  const add = (name: string) =>
    instance.json("add", name, "--disk", disk(name), "--memory", "128", "--accel", "tcg");
  await instance.json("lan", "up");
  for (const name of ["web", "db"]) {
    await add(name);
    await instance.json("start", name);
  }
  for (const name of withoutGuest) {
    await sh("qemu-img", "create", "-q", "-f", "qcow2", disk(name), "16M");
    await add(name);
  }
  await instance.json("start", "sandbox");
  await instance.json("pause", "sandbox");
  for (const name of ["web", "db"])
    await instance.machine(name, ({ reachable }) => reachable === true);
}

/** Gives GNOME a wallpaper, which its root folder lacks, and hides the sign of the rig's access to it. */
async function dress(desktop: GnomeDesktop): Promise<void> {
  const set = (schema: string, key: string, value: string) => {
    const words = ["gsettings", "set", `org.gnome.desktop.${schema}`, key, value];
    return desktop.place.run(words, desktop.env);
  };
  await set("notifications", "show-banners", "false");
  await set("background", "picture-options", "none");
  await set("background", "color-shading-type", "vertical");
  await set("background", "primary-color", "#2f6f73");
  await set("background", "secondary-color", "#173b46");
  await desktop.evaluate("rig.main.panel.statusArea.quickSettings._unsafeMode?.hide()");
}

/** Makes the environment of an app that runs beside the desktop's root folder, with the instance's files. */
async function environmentOf(place: Place, desktop: GnomeDesktop) {
  const { runtime } = desktop.place;
  // Electron hands icons over as files in TMPDIR, which GNOME has to find by the same path.
  const TMPDIR = join(runtime, "app");
  mkdirSync(TMPDIR);
  await desktop.place.run(["mkdir", "-p", dirname(runtime)]);
  await desktop.place.run(["ln", "-s", "/run/user/1000", runtime]);
  return {
    ...place.instance.env,
    ...desktop.env,
    WAYLAND_DISPLAY: join(runtime, "wayland-0"),
    XAUTHORITY: join(runtime, basename(desktop.env["XAUTHORITY"] ?? "")),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(runtime, "bus")}`,
    HOME: place.instance.env["HOME"],
    PATH: process.env["PATH"],
    TMPDIR,
    XDG_RUNTIME_DIR: place.instance.env["XDG_RUNTIME_DIR"],
  };
}

/** Waits until the popover is as bright as its theme, and cuts it out with the panel above it. */
async function pictureOf(
  desktop: GnomeDesktop,
  seen: AppOnScreen,
  shown: SeenWindow,
  isTheme: (brightness: number) => boolean,
): Promise<PNG> {
  await until("the theme", async () => isTheme(await seen.brightness(shown)));
  const screen = await desktop.picture();
  const left = shown.x - margin;
  const width = screen.width - left;
  const height = Math.min(screen.height, shown.y + shown.height + margin);
  const part = new PNG({ width, height });
  PNG.bitblt(screen, part, left, 0, width, height, 0, 0);
  return part;
}

function sideBySide(light: PNG, dark: PNG): PNG {
  const both = new PNG({ width: light.width + gap + dark.width, height: light.height });
  PNG.bitblt(light, both, 0, 0, light.width, light.height, 0, 0);
  PNG.bitblt(dark, both, 0, 0, dark.width, dark.height, light.width + gap, 0);
  return both;
}
