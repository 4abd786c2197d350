import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PNG } from "pngjs";
import { until } from "../../rig/until.ts";
import { askedNotices, listenForNotices } from "../notices.ts";
import { iconInPanel, type ScreenArea } from "../panel-icon.ts";
import type { Environment, Place } from "../place.ts";
import {
  environmentOf,
  type Key,
  type MouseButton,
  type RealDesktop,
  type ScreenPoint,
  type SeenWindow,
  screenOf,
  startBuses,
  tellEnvironment,
  trayIsThere,
} from "../real-desktop.ts";

/** A number far from those of outside servers, whose abstract sockets are visible in here. */
const display = ":77";

const buttonNumbers: Readonly<Record<MouseButton, string>> = { left: "1", middle: "2", right: "3" };

/** The parts in which desktops on X11 differ. */
export interface X11Desktop {
  /** The environment of its session, as its start scripts would set it. */
  env(scale: number): Environment;
  /** The files below XDG_CONFIG_HOME for its programs. */
  files?(scale: number): Readonly<Record<string, string>>;
  /** Writes its settings before its programs start. */
  prepare?(run: Run, scale: number): Promise<void>;
  /** Its programs in the order of their starts, by the names of their logs. */
  readonly programs: readonly (readonly [string, ...(readonly string[])])[];
  /**
   * The part of the panel with the tray alone; the panel's own colour is in its upper left corner.
   */
  readonly tray: ScreenArea;
  setDark(run: Run, isDark: boolean): Promise<void>;
  /**
   * Returns the titles of notices that are not windows; without it notices are windows of the usual
   * kind.
   */
  notices?(run: Run): Promise<readonly string[]>;
}

/** Runs a program in the session, and returns its output. */
export type Run = (...command: readonly string[]) => Promise<string>;

/** Starts an X server and the programs of a desktop on it. */
export async function startX11(
  place: Place,
  scale: number,
  desktop: X11Desktop,
): Promise<RealDesktop> {
  const { screen, pixels } = screenOf(scale);
  const session = {
    DISPLAY: display,
    XDG_SESSION_TYPE: "x11",
    XDG_CONFIG_HOME: "/run/user/1000/config",
    ...desktop.env(scale),
  };
  for (const [path, text] of Object.entries(desktop.files?.(scale) ?? {})) {
    const file = join(place.runtime, "config", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const size = `${pixels.width}x${pixels.height}x24`;
  // Only programs of an ordinary user reach the server, and it asks them for no key.
  place.start("x-server", [
    ...["Xvfb", display, "-screen", "0", size, "-dpi", "96"],
    ...["-nolisten", "local", "-nolisten", "tcp", "-ac", "-noreset"],
  ]);
  const run: Run = (...command) => place.run(command, session);
  await until("an X server", () => succeeds(run("xdpyinfo")));
  await startBuses(place, session);
  await desktop.prepare?.(run, scale);
  listenForNotices(place, session);
  for (const [name, ...command] of desktop.programs) place.start(name, command, session);
  place.start("session", ["sh", "-c", tellEnvironment], session);
  const env = await environmentOf(place);
  await until("a window manager", async () =>
    (await run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")).includes("window id"),
  );
  await trayIsThere(place);

  const picture = async () =>
    PNG.sync.read(Buffer.from(await place.runForBytes(["maim", "--hidecursor"], env)));
  const icon = () => iconInPanel({ screen, picture }, desktop.tray);
  const moveTo = async ({ x, y }: ScreenPoint) => {
    const [left, top] = [x, y].map((each) => String(Math.round(each * scale)));
    await run("xdotool", "mousemove", left ?? "", top ?? "");
  };
  const click = async (button: MouseButton = "left") =>
    void (await run("xdotool", "click", buttonNumbers[button]));
  return {
    place,
    env,
    screen,
    wallpaper: { x: 60, y: 640 },
    windows: async () => seenWindows(await run("sh", "-c", listWindows), scale),
    picture,
    moveTo,
    click,
    type: async (text) => void (await run("xdotool", "type", "--", text)),
    press: async (...keys) => void (await run("xdotool", "key", keys.map(keyName).join("+"))),
    trayIcon: icon,
    async clickIcon() {
      await moveTo(await icon());
      await click();
    },
    setDark: (isDark) => desktop.setDark(run, isDark),
    notices: () => desktop.notices?.(run) ?? noticesOf(place, run),
    close: () => place.close(),
  };
}

function succeeds(ran: Promise<unknown>): Promise<boolean> {
  return ran.then(
    () => true,
    () => false,
  );
}

function keyName(key: Key): string {
  return { Super_L: "super", Alt_L: "alt", Control_L: "ctrl", Shift_L: "shift" }[key] ?? key;
}

/**
 * The commands that list every window that the window manager manages and shows, by xwininfo and
 * xprop; a window that goes meanwhile is not among them.
 */
export const listWindows = `
xprop -root _NET_ACTIVE_WINDOW
for id in $(xprop -root -notype _NET_CLIENT_LIST | grep -o '0x[0-9a-f]*'); do
  place=$(xwininfo -id $id 2>/dev/null) &&
    properties=$(xprop -id $id _NET_WM_NAME WM_CLASS _NET_WM_STATE _NET_WM_WINDOW_TYPE 2>/dev/null) &&
    printf '=== %s\n%s\n%s\n' "$id" "$place" "$properties"
done
true
`;

/** Parses that list; `scale` is the number of X11's pixels to a unit of the desktop. */
export function seenWindows(said: string, scale: number): readonly SeenWindow[] {
  const [root = "", ...windows] = said.split("=== ");
  const active = Number(/(0x[0-9a-f]+)/.exec(root)?.[1]);
  return windows.flatMap((text) => {
    if (!text.includes("IsViewable") || /_TYPE_(DOCK|DESKTOP)/.test(text)) return [];
    const number = (name: string) =>
      Number(new RegExp(`${name}: *(-?\\d+)`).exec(text)?.[1]) / scale;
    return [
      {
        x: number("Absolute upper-left X"),
        y: number("Absolute upper-left Y"),
        width: number("Width"),
        height: number("Height"),
        title: /_NET_WM_NAME.* = "(.*)"/.exec(text)?.[1] ?? "",
        appId: /WM_CLASS.*, "(.*)"/.exec(text)?.[1] ?? "",
        platform: "x11",
        isFocused: Number(/^0x[0-9a-f]+/.exec(text)?.[0]) === active,
        isOnTop: text.includes("_NET_WM_STATE_ABOVE"),
        skipsTaskBar: text.includes("_NET_WM_STATE_SKIP_TASKBAR"),
      },
    ];
  });
}

/**
 * Returns the titles that the daemon was asked to show, as long as a window with a notice is on the
 * screen.
 */
async function noticesOf(place: Place, run: Run): Promise<readonly string[]> {
  return (await run("sh", "-c", listNotices)).includes("IsViewable") ? askedNotices(place) : [];
}

/**
 * Lists all windows with a notice, also in frames: each daemon has the word in its window's class.
 */
const listNotices = `
for id in $(xwininfo -root -tree | grep -iE '\\(".*notif.*"\\)' | grep -oE '0x[0-9a-f]+'); do
  xwininfo -id $id 2>/dev/null
done
true
`;
