import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PNG } from "pngjs";
import type { Place } from "../place.ts";
import {
  type RealDesktop,
  type ScreenPoint,
  screenOf,
  startBuses,
  tellEnvironment,
} from "../real-desktop.ts";
import { labwcWindows } from "./labwc-windows.ts";
import { barFiles, startBar } from "./waybar.ts";
import { headless } from "./wlroots.ts";
import { wlrootsDesktop } from "./wlroots-desktop.ts";

const session = {
  XDG_CURRENT_DESKTOP: "labwc:wlroots",
  XDG_SESSION_TYPE: "wayland",
  XDG_CONFIG_HOME: "/run/user/1000/config",
};

/** A point left of every window, and far from the notices. */
const wallpaper: ScreenPoint = { x: 20, y: 400 };

/** labwc's own autostart; notices appear where no window is. */
const autostart = (
  scale: number,
  { width, height }: { readonly width: number; readonly height: number },
) => `
wlr-randr --output HEADLESS-1 --custom-mode ${width}x${height} --scale ${scale}
swaybg --image /run/user/1000/wallpaper.png &
mako --anchor bottom-left &
${startBar} &
${tellEnvironment}
`;

/** A picture of one colour: labwc shades swaybg's own plain colours towards the edges. */
function plainPicture(size: { readonly width: number; readonly height: number }): PNG {
  const picture = new PNG(size);
  for (let at = 0; at < picture.data.length; at += 4) picture.data.writeUInt32BE(0x3a5f7dff, at);
  return picture;
}

/** Starts labwc with waybar and mako, as users have them. */
export async function startLabwc(place: Place, scale: number): Promise<RealDesktop> {
  const { pixels } = screenOf(scale);
  const files = {
    "config/labwc/autostart": autostart(scale, pixels),
    ...barFiles([]),
  };
  for (const [path, text] of Object.entries(files)) {
    const file = join(place.runtime, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(join(place.runtime, "wallpaper.png"), PNG.sync.write(plainPicture(pixels)));
  await startBuses(place, session);
  place.start("labwc", ["labwc"], { ...session, ...headless });
  return wlrootsDesktop(place, scale, {
    wallpaper,
    windows: (desktop) => labwcWindows({ ...desktop, wallpaper }),
  });
}
