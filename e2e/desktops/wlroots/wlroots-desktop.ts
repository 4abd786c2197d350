import { PNG } from "pngjs";
import { iconInPanel } from "../panel-icon.ts";
import type { Place } from "../place.ts";
import {
  environmentOf,
  type RealDesktop,
  type ScreenPoint,
  type SeenWindow,
  screenOf,
  trayIsThere,
} from "../real-desktop.ts";
import { bar } from "./waybar.ts";
import { plugInput } from "./wlroots.ts";

/** The difference between one compositor of wlroots and the others. */
interface Compositor {
  /** A point on which no window is. */
  readonly wallpaper: ScreenPoint;
  /** Returns all windows that are shown; `run` runs a program in the session. */
  windows(desktop: {
    readonly run: (...command: readonly string[]) => Promise<string>;
    readonly screen: RealDesktop["screen"];
    readonly picture: () => Promise<PNG>;
  }): Promise<readonly SeenWindow[]>;
}

/** Waits for a session with waybar and mako that was just started, and returns it. */
export async function wlrootsDesktop(
  place: Place,
  scale: number,
  { wallpaper, windows }: Compositor,
): Promise<RealDesktop> {
  const { screen, pixels } = screenOf(scale);
  const env = await environmentOf(place);
  const input = await plugInput(place, env, pixels);
  await trayIsThere(place);
  const run = (...command: readonly string[]) => place.run(command, env);
  const picture = async () =>
    PNG.sync.read(Buffer.from(await place.runForBytes(["grim", "-"], env)));
  const icon = () =>
    iconInPanel(
      { screen, picture },
      { x: screen.width - bar.tray, y: 0, width: bar.tray, height: bar.height },
    );
  const moveTo = ({ x, y }: ScreenPoint) => input.moveTo({ x: x * scale, y: y * scale });
  return {
    place,
    env,
    screen,
    wallpaper,
    windows: () => windows({ run, screen, picture }),
    picture,
    moveTo,
    click: input.click,
    type: input.type,
    press: input.press,
    trayIcon: icon,
    async clickIcon() {
      await moveTo(await icon());
      await input.click();
    },
    async setDark(isDark) {
      const scheme = isDark ? "prefer-dark" : "prefer-light";
      await run("gsettings", "set", "org.gnome.desktop.interface", "color-scheme", scheme);
    },
    notices: async () => (await run("makoctl", "list")).split("\n"),
    async close() {
      input.close();
      await place.close();
    },
  };
}
