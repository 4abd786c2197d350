import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withAppOn } from "../app-on-desktop.ts";
import type { RealDesktop } from "../real-desktop.ts";

/** Loads two scripts and unloads the first: the next one gets the second one's id from KWin. */
const takeId = `
call() { gdbus call --session --dest org.kde.KWin --object-path "$@"; }
load() { call /Scripting --method org.kde.kwin.Scripting.loadScript /run/user/1000/other.js "$1"; }
load first
load second
call /Scripting/Script1 --method org.kde.kwin.Script.run
call /Scripting --method org.kde.kwin.Scripting.unloadScript first
`;

/** Tests the popover's place on Plasma where its user has other scripts of KWin. */
export function goKwinScripts(): void {
  describe("the app on plasma with other scripts of KWin", () => {
    const its = withAppOn("plasma", "wayland", { prepare: loadOthers });

    it("puts the popover at the panel, on top and out of the task bar", async () => {
      const { desktop, seen } = its();
      await desktop.clickIcon();
      const { x, y, width, height, isOnTop, skipsTaskBar } = await seen.popoverStays();
      const { screen } = desktop;
      expect(x + width).toBeGreaterThan(screen.width - 20);
      expect(screen.height - y - height).toBeLessThan(60);
      expect({ isOnTop, skipsTaskBar }).toEqual({ isOnTop: true, skipsTaskBar: true });
    });
  });
}

async function loadOthers({ place, env }: RealDesktop): Promise<void> {
  writeFileSync(join(place.runtime, "other.js"), "workspace.windowAdded.connect(() => {});\n");
  await place.run(["sh", "-ec", takeId], env);
}
