import { startGnome, startGnomeWithTray } from "./gnome.ts";
import type { RealDesktop } from "./real-desktop.ts";
import { startSway } from "./sway.ts";

/** How a desktop is to be. */
export interface DesktopWish {
  /** Pixels to each unit of its screen; 1 unless told. */
  readonly scale?: number;
}

/** The desktops that can be started, by their names. */
export const desktops = {
  sway: startSway,
  gnome: startGnomeWithTray,
  "gnome-plain": startGnome,
} as const satisfies Record<string, (wish: DesktopWish) => Promise<RealDesktop>>;

export type DesktopName = keyof typeof desktops;
