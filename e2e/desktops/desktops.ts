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
} as const satisfies Record<string, (wish: DesktopWish) => Promise<RealDesktop>>;

export type DesktopName = keyof typeof desktops;
