import { setTimeout as sleep } from "node:timers/promises";
import type { PNG } from "pngjs";
import { median } from "../bench/figure.ts";
import { until } from "../rig/until.ts";
import type { RealDesktop, SeenWindow } from "./real-desktop.ts";

/** The popover's width in the desktop's units, which identifies it among the app's windows. */
const popoverWidth = 384;
/**
 * How long a window must stay to count as shown, in ms: a window that only flashes is gone by then.
 */
const stays = 700;

/** The app's windows as the compositor lists and draws them. */
export interface AppOnScreen {
  popover(): Promise<SeenWindow | undefined>;
  dashboard(): Promise<SeenWindow | undefined>;
  /** Waits until the popover is there and stays. */
  popoverStays(): Promise<SeenWindow>;
  /** Waits until the popover is gone and stays away. */
  popoverIsGone(): Promise<void>;
  /** Tells whether more than one colour is drawn at the upper left of a window, where no notice is. */
  isDrawn(window: SeenWindow): Promise<boolean>;
  /** Returns the median brightness of a window's lower half, from 0 to 255, now or in a picture. */
  brightness(window: SeenWindow, picture?: PNG): Promise<number>;
}

/** Returns the view of the app's windows on a desktop. */
export function lookFor(desktop: RealDesktop): AppOnScreen {
  const find = async (isIt: (window: SeenWindow) => boolean) =>
    (await desktop.windows()).find((window) => window.title === "Virtray" && isIt(window));
  const popover = () => find(({ width }) => width <= popoverWidth + 4);
  const settled = async <T>(what: string, look: () => Promise<T | null>) => {
    try {
      await until(what, look);
      await sleep(stays);
      const still = await look();
      if (still !== null) return still;
      throw new Error(`${what} did not stay`);
    } catch (error) {
      const windows = JSON.stringify(await desktop.windows());
      throw new Error(`${String(error)}; windows that are shown: ${windows}`, { cause: error });
    }
  };
  return {
    popover,
    dashboard: () => find(({ width }) => width > popoverWidth + 4),
    popoverStays: () => settled("the popover", async () => (await popover()) ?? null),
    async popoverIsGone() {
      await settled("no popover", async () => ((await popover()) === undefined ? true : null));
    },
    async isDrawn({ x, y, height }) {
      const picture = await desktop.picture();
      const { scale } = desktop.screen;
      const column = Math.round((x + 90) * scale);
      const bottom = Math.min(picture.height, Math.round((y + height / 2) * scale));
      const colours = new Set<number>();
      for (let row = Math.round(y * scale); row < bottom; row += 1) {
        colours.add(picture.data.readUInt32BE((row * picture.width + column) * 4));
      }
      return colours.size > 5;
    },
    async brightness({ x, y, width, height }, taken) {
      const picture = taken ?? (await desktop.picture());
      const { scale } = desktop.screen;
      // A single pixel may be a letter's, also of another window where this one is not shown yet.
      const steps = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
      const brightnesses = steps.flatMap((across) =>
        steps.map((down) => {
          const column = Math.round((x + width * across) * scale);
          const row = Math.round((y + height * (0.5 + down / 2)) * scale);
          const index = (row * picture.width + column) * 4;
          return Math.max(...picture.data.subarray(index, index + 3));
        }),
      );
      return median(brightnesses);
    },
  };
}
