import { createSway } from "../../adapters/desktop/sway.ts";
import { cornerOfPanel, placePopover } from "../../core/app/popover-position.ts";
import type { PopoverPlacement, Session } from "../../core/app/window-system.ts";
import { popoverSize } from "./popover.ts";

/**
 * What has the compositor put the popover to the panel's corner when it is shown next; null where
 * the app does that itself, or nobody can.
 */
export function createPlacementAsker(
  placement: PopoverPlacement,
  session: Session,
): (() => Promise<void>) | null {
  if (placement !== "sway" || session.sway === null) return null;
  const sway = createSway(session.sway);
  let told = "";
  return async () => {
    const screen = await sway.focusedScreen();
    if (screen === null) return;
    const corner = cornerOfPanel(screen.bounds, screen.workArea);
    const { x, y } = placePopover(corner, screen.workArea, popoverSize);
    // Only the popover floats: sway tiles what can be resized. A comma would end the rule.
    const rule = ["border none", `move absolute position ${x} ${y}`]
      .map((command) => `for_window [pid=${process.pid} floating] ${command}`)
      .join("; ");
    // Rules stay as long as sway does, and the last one holds.
    if (rule !== told) await sway.command(rule);
    told = rule;
  };
}
