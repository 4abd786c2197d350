import { setTimeout as sleep } from "node:timers/promises";
import { connectKwin } from "../../adapters/desktop/kwin.ts";
import { createSway } from "../../adapters/desktop/sway.ts";
import type { XServer } from "../../adapters/desktop/x-server.ts";
import {
  cornerOfPanel,
  type Point,
  placePopover,
  type Shape,
} from "../../core/app/popover-position.ts";
import type { PopoverPlacement, Session } from "../../core/app/window-system.ts";

/** Has the compositor place the popover at the panel's corner, and tells whether windows are shown. */
export interface PlacementAsker {
  /** Asks the compositor, before the popover is shown and when it grows. */
  ask(shape: Shape): Promise<void>;
  /**
   * Waits until the popover, which was told to show or grow, is shown with its new size, and is at
   * its place; false if the compositor does not show it.
   * @param window its number on the X server, or anything on Wayland
   */
  confirm(shape: Shape, window: number): Promise<boolean>;
  /** Waits until any window of ours, which was told to show, is shown; false if it stays invisible. */
  isShown(window: number): Promise<boolean>;
  /** Withdraws the request, at the app's end. */
  close(): void;
}

interface PlacementAskerParts {
  readonly session: Session;
  /** The session bus's address; undefined if the session has none. */
  readonly bus: string | undefined;
  /** The app's folder below XDG_RUNTIME_DIR. */
  readonly runtimeFolder: string;
  /** The X server that the app runs on; null on Wayland. */
  readonly server: Pick<XServer, "isListed"> | null;
}

/**
 * Creates the asker for this compositor; null if the app places the popover itself, or no program
 * can.
 */
export function createPlacementAsker(
  placement: PopoverPlacement,
  { session, bus, runtimeFolder, server }: PlacementAskerParts,
): PlacementAsker | null {
  if (placement === "sway" && session.sway !== null) return askSway(session.sway);
  if (placement === "panel" && server !== null && session.desktops.includes("labwc")) {
    return askList(server);
  }
  if (placement !== "kwin") return null;
  // On Wayland the window can always be transparent, and has its gap within.
  const kwin = connectKwin(bus, runtimeFolder, { pid: process.pid, margin: 0 });
  return kwin === null
    ? null
    : {
        ask: kwin.keepPlace,
        confirm: async () => true,
        isShown: async () => true,
        close: kwin.close,
      };
}

/**
 * How long a compositor may take to show or to resize a window, in ms, and how long between two
 * questions. sway took up to 40 ms on an idle computer.
 */
const patience = { longest: 1000, pause: 30 } as const;

/**
 * The popover places itself, but XWayland's windows can stay invisible: wlroots misses a window whose
 * picture comes before the X server has told which window it belongs to.
 */
function askList(server: Pick<XServer, "isListed">): PlacementAsker {
  const isShown = async (window: number) => {
    const deadline = performance.now() + patience.longest;
    while ((await server.isListed(window)) === false) {
      if (performance.now() > deadline) return false;
      await sleep(patience.pause);
    }
    return true;
  };
  return { async ask() {}, confirm: (_shape, window) => isShown(window), isShown, close() {} };
}

function askSway(socket: string): PlacementAsker {
  const sway = createSway(socket);
  // Only the popover floats: sway tiles resizable windows. A comma would end a rule.
  const ours = `[pid=${process.pid} floating]`;
  let told = "";

  async function placeOf(shape: Shape): Promise<Point | null> {
    const screen = await sway.focusedScreen();
    if (screen === null) return null;
    const corner = cornerOfPanel(screen.bounds, screen.workArea);
    return placePopover(corner, screen.workArea, shape);
  }

  return {
    async ask(shape) {
      const place = await placeOf(shape);
      if (place === null) return;
      const rule = ["border none", moveTo(place)]
        .map((each) => `for_window ${ours} ${each}`)
        .join("; ");
      // Rules stay as long as sway runs, and the last one applies.
      if (rule !== told) await sway.command(rule);
      told = rule;
    },
    async confirm(shape) {
      const place = await placeOf(shape);
      if (place === null) return true;
      const deadline = performance.now() + patience.longest;
      while (true) {
        const found = await sway.floatingWindow(process.pid);
        const isLate = performance.now() > deadline;
        if (isLate && found === null) return false;
        if (found !== null && (isLate || found.height === shape.size.height)) {
          // sway centres windows of X11 clients as they grow.
          if (found.x !== place.x || found.y !== place.y) {
            await sway.command(`${ours} ${moveTo(place)}`);
          }
          return true;
        }
        await sleep(patience.pause);
      }
    },
    isShown: async () => true,
    close() {},
  };
}

function moveTo({ x, y }: Point): string {
  return `move absolute position ${x} ${y}`;
}
