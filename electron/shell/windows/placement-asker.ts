import { connectKwin } from "../../adapters/desktop/kwin.ts";
import { createSway } from "../../adapters/desktop/sway.ts";
import { cornerOfPanel, placePopover, type Shape } from "../../core/app/popover-position.ts";
import type { PopoverPlacement, Session } from "../../core/app/window-system.ts";

/** Has the compositor place the popover at the panel's corner. */
export interface PlacementAsker {
  /** Asks the compositor, before the popover is shown and when it grows. */
  ask(shape: Shape): Promise<void>;
  /** Withdraws the request, at the app's end. */
  close(): void;
}

interface PlacementAskerParts {
  readonly session: Session;
  /** The session bus's address; undefined if the session has none. */
  readonly bus: string | undefined;
  /** The app's folder below XDG_RUNTIME_DIR. */
  readonly runtimeFolder: string;
}

/**
 * Creates the asker for this compositor; null if the app places the popover itself, or no program
 * can.
 */
export function createPlacementAsker(
  placement: PopoverPlacement,
  { session, bus, runtimeFolder }: PlacementAskerParts,
): PlacementAsker | null {
  if (placement === "sway" && session.sway !== null) return askSway(session.sway);
  if (placement !== "kwin") return null;
  // On Wayland the window can always be transparent, and has its gap within.
  const kwin = connectKwin(bus, runtimeFolder, { pid: process.pid, margin: 0 });
  return kwin === null ? null : { ask: kwin.keepPlace, close: kwin.close };
}

function askSway(socket: string): PlacementAsker {
  const sway = createSway(socket);
  let told = "";
  return {
    async ask(shape) {
      const screen = await sway.focusedScreen();
      if (screen === null) return;
      const corner = cornerOfPanel(screen.bounds, screen.workArea);
      const { x, y } = placePopover(corner, screen.workArea, shape);
      // Only the popover floats: sway tiles resizable windows. A comma would end the rule.
      const ours = `[pid=${process.pid} floating]`;
      const move = `move absolute position ${x} ${y}`;
      const rule = ["border none", move].map((each) => `for_window ${ours} ${each}`).join("; ");
      // Rules stay as long as sway runs, and the last one applies. One that is shown moves at once,
      // because sway centres windows of X11 clients as they grow.
      await sway.command(rule === told ? `${ours} ${move}` : `${rule}; ${ours} ${move}`);
      told = rule;
    },
    close() {},
  };
}
