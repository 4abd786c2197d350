import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment, Place } from "./place.ts";

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
