import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PNG } from "pngjs";
import { until } from "../rig/until.ts";
import type { Environment, Place } from "./place.ts";
import type { RealDesktop } from "./real-desktop.ts";

/** The requests that programs send to the notification daemon. */
const notifyMatch = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'";

/** Begins to record the daemon's requests, whichever daemon it is. */
export function listenForNotices(place: Place, env: Environment): void {
  place.start("notices", ["dbus-monitor", "--session", notifyMatch], env);
}

/** Returns the titles requested since then. */
export function askedNotices(place: Place): readonly string[] {
  const asked = readFileSync(join(place.runtime, "notices.log"), "utf8");
  // The title follows the program's name, a number, and an icon.
  const notify = /member=Notify\n +string ".*"\n +uint32 \d+\n +string ".*"\n +string "(.*)"/g;
  return [...asked.matchAll(notify)].map(([, title = ""]) => title);
}

/** The pixels that a notice changes at least; a tray icon or a clock changes far fewer. */
const leastChanged = 5000;

/**
 * Waits until a notice is on the screen and still: daemons list it, or show its window, before they have
 * drawn it. `before` is a picture without it.
 */
export async function noticeIsDrawn(
  desktop: Pick<RealDesktop, "picture">,
  before: PNG,
): Promise<void> {
  let last = before;
  await until("the notice's picture", async () => {
    const previous = last;
    last = await desktop.picture();
    return changedPixels(before, last) >= leastChanged && changedPixels(previous, last) === 0;
  });
}

function changedPixels(before: PNG, after: PNG): number {
  let changed = 0;
  for (let at = 0; at < after.data.length; at += 4) {
    if (before.data.readUInt32BE(at) !== after.data.readUInt32BE(at)) changed += 1;
  }
  return changed;
}
