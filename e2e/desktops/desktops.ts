import type { RootName } from "./debian-recipes.mjs";
import { startGnome, startGnomeWithTray } from "./gnome/gnome.ts";
import { installApp } from "./installed-app.ts";
import { inOwnPlace, type Place } from "./place.ts";
import { startPlasma } from "./plasma/plasma.ts";
import type { RealDesktop } from "./real-desktop.ts";
import { startLabwc } from "./wlroots/labwc.ts";
import { startSway } from "./wlroots/sway.ts";
import { startCinnamon } from "./x11/cinnamon.ts";
import { startLxqt } from "./x11/lxqt.ts";
import { startMate } from "./x11/mate.ts";
import { startXfce } from "./x11/xfce.ts";

/** A desktop that can be started. */
interface StartableDesktop {
  /** The root file system that it is installed in. */
  readonly root: RootName;
  /** Starts it, with a scale of pixels for each unit of its screen. */
  start(place: Place, scale: number): Promise<RealDesktop>;
}

/** The desktops that can be started, by their names. */
export const desktops = {
  sway: { root: "short", start: startSway },
  gnome: { root: "short", start: startGnomeWithTray },
  "gnome-plain": { root: "short", start: startGnome },
  "gnome-43": { root: "gnome-43", start: startGnomeWithTray },
  "gnome-43-plain": { root: "gnome-43", start: startGnome },
  "gnome-50": { root: "gnome-50", start: startGnomeWithTray },
  "gnome-50-plain": { root: "gnome-50", start: startGnome },
  plasma: { root: "wayland", start: startPlasma },
  labwc: { root: "wayland", start: startLabwc },
  xfce: { root: "x11", start: startXfce },
  mate: { root: "x11", start: startMate },
  lxqt: { root: "x11", start: startLxqt },
  cinnamon: { root: "x11", start: startCinnamon },
} as const satisfies Record<string, StartableDesktop>;

export type DesktopName = keyof typeof desktops;

export function isDesktop(name: string): name is DesktopName {
  return Object.hasOwn(desktops, name);
}

/** Starts a desktop with the app installed, in a place of its own, which ends with it. */
export function startDesktop(
  name: DesktopName,
  { scale = 1 }: { readonly scale?: number } = {},
): Promise<RealDesktop> {
  const { root, start }: StartableDesktop = desktops[name];
  return inOwnPlace(root, async (place) => {
    await installApp(place);
    return start(place, scale);
  });
}
