import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment, Place } from "./place.ts";

/** The questions that a program asks the daemon that shows notices. */
const notifyMatch = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'";

/** Begins to listen to what that daemon is asked, whichever it is. */
export function listenForNotices(place: Place, env: Environment): void {
  place.start("notices", ["dbus-monitor", "--session", notifyMatch], env);
}

/** The titles that it was asked to show since. */
export function askedNotices(place: Place): readonly string[] {
  const asked = readFileSync(join(place.runtime, "notices.log"), "utf8");
  // After the program's name, a number, and an icon comes the title.
  const notify = /member=Notify\n +string ".*"\n +uint32 \d+\n +string ".*"\n +string "(.*)"/g;
  return [...asked.matchAll(notify)].map(([, title = ""]) => title);
}
