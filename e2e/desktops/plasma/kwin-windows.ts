import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { until } from "../../rig/until.ts";
import type { Environment, Place } from "../place.ts";
import type { SeenWindow } from "../real-desktop.ts";

/** A script for KWin that prints its windows. */
const script = `
const seen = workspace.windowList().filter((each) => !each.desktopWindow && !each.dock);
print("WINDOWS", JSON.stringify(seen.map((each) => ({
  x: each.frameGeometry.x,
  y: each.frameGeometry.y,
  width: each.frameGeometry.width,
  height: each.frameGeometry.height,
  title: each.caption,
  appId: String(each.resourceClass),
  platform: String(each).includes("X11Window") ? "x11" : "wayland",
  isFocused: each.active,
  isOnTop: each.keepAbove,
  skipsTaskBar: each.skipTaskbar,
  isHidden: each.minimized || each.hidden,
  isNotice: each.notification || each.criticalNotification,
  isSpecial: each.specialWindow,
}))));
`;

/**
 * Runs it, by starting all that do not run yet: the id that KWin gives can be another script's, as
 * soon as one of them was unloaded.
 */
const runScript = `
call() { gdbus call --session --dest org.kde.KWin --object-path /Scripting --method "org.kde.kwin.Scripting.$@"; }
call loadScript /run/user/1000/windows.js windows
call start
`;

const unloadScript =
  "gdbus call --session --dest org.kde.KWin --object-path /Scripting --method org.kde.kwin.Scripting.unloadScript windows";

/** The setting that makes KWin write its scripts' output into its log. */
export const scriptsAreHeard: Environment = { QT_LOGGING_RULES: "kwin_scripting.debug=true" };

const kwinWindow = v.object({
  x: v.number(),
  y: v.number(),
  width: v.number(),
  height: v.number(),
  title: v.string(),
  appId: v.string(),
  platform: v.picklist(["wayland", "x11"]),
  isFocused: v.boolean(),
  isOnTop: v.boolean(),
  skipsTaskBar: v.boolean(),
  isHidden: v.boolean(),
  isNotice: v.boolean(),
  isSpecial: v.boolean(),
});

/** A window of KWin's, and whether it is a usual window or a notice. */
export interface KwinWindow extends SeenWindow {
  readonly isNotice: boolean;
  readonly isSpecial: boolean;
}

/** Lists the windows of the KWin whose log is `kwin.log`, without panels and wallpaper. */
export async function kwinWindows(place: Place, env: Environment): Promise<readonly KwinWindow[]> {
  writeFileSync(join(place.runtime, "windows.js"), script);
  const log = join(place.runtime, "kwin.log");
  const before = readFileSync(log, "utf8").length;
  await place.run(["sh", "-ec", runScript], env);
  const list = await until(
    "KWin's windows",
    () => /WINDOWS (\[.*\])\n/.exec(readFileSync(log, "utf8").slice(before))?.[1],
  );
  await place.run(["sh", "-ec", unloadScript], env);
  return v.parse(v.array(kwinWindow), JSON.parse(list)).filter(({ isHidden }) => !isHidden);
}
