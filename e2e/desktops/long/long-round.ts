import type { WindowPlatform } from "../app.ts";
import type { DesktopName } from "../desktops.ts";
import { type Expected, goRound } from "../round.ts";
import { keepPicture } from "./pictures.ts";

/** Runs the round of the suite of all tests on some desktops, with pictures for the gallery. */
export function goLongRound(name: DesktopName, platform: WindowPlatform, expected: Expected): void {
  goRound(name, platform, expected, {
    seenAs: (what, desktop) => keepPicture(desktop, `${name}-${platform}-${what}`),
  });
}
