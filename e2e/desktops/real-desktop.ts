import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PNG } from "pngjs";
import { until } from "../rig/until.ts";
import type { Environment, Place } from "./place.ts";

/** A point of the screen, in the desktop's own units. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

/** A window as the compositor or the window manager reports it, in the desktop's own units. */
export interface SeenWindow extends ScreenPoint {
  readonly title: string;
  /** The app that the window belongs to: the app id, or the class on X11. */
  readonly appId: string;
  readonly platform: "wayland" | "x11";
  readonly width: number;
  readonly height: number;
  readonly isFocused: boolean;
  /** Whether it is kept above others; null if the desktop cannot tell. */
  readonly isOnTop: boolean | null;
  /** Whether task bars leave it out; null if the desktop cannot tell. */
  readonly skipsTaskBar: boolean | null;
}

/** Returns a screen with the same space at every scale: its size in units and in pixels. */
export function screenOf(scale: number) {
  const [width, height] = [1280, 800];
  return {
    screen: { width, height, scale },
    pixels: { width: width * scale, height: height * scale },
  };
}

/** Names of keys as xkbcommon defines them; letters and digits name themselves. */
export type Key =
  | "Escape"
  | "Return"
  | "Tab"
  | "Up"
  | "Down"
  | "space"
  | "Super_L"
  | "Alt_L"
  | string;

export type MouseButton = "left" | "middle" | "right";

/** A desktop as its user sees and handles it. */
export interface RealDesktop {
  readonly place: Place;
  /** The environment of the programs that its user starts. */
  readonly env: Environment;
  /** The screen's size in the desktop's own units, and pixels to each of them. */
  readonly screen: { readonly width: number; readonly height: number; readonly scale: number };
  /** A point of plain wallpaper, wherever windows of the app appear by themselves. */
  readonly wallpaper: ScreenPoint;
  /** All windows that are shown, without panels and wallpaper. */
  windows(): Promise<readonly SeenWindow[]>;
  /** Returns a picture of the screen. */
  picture(): Promise<PNG>;
  moveTo(point: ScreenPoint): Promise<void>;
  /** Presses and releases a button of the mouse at its position. */
  click(button?: MouseButton): Promise<void>;
  /** Types a text on the keyboard. */
  type(text: string): Promise<void>;
  /** Presses keys one after the other, and releases them in the reverse order. */
  press(...keys: readonly Key[]): Promise<void>;
  /** Returns the middle of the first icon in the tray. */
  trayIcon(): Promise<ScreenPoint>;
  /**
   * Clicks that icon as often as this desktop needs before it tells the app, instead of opening a
   * menu.
   */
  clickIcon(): Promise<void>;
  /** Turns the whole desktop dark or light. */
  setDark(isDark: boolean): Promise<void>;
  /** Returns the titles of the visible notices. */
  notices(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A system bus without services, for programs that only need it to exist. */
const systemBus = `<busconfig>
  <type>system</type>
  <listen>unix:path=/run/dbus/system_bus_socket</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
`;

/** Starts both buses before all else, and waits until the session bus listens. */
export async function startBuses(place: Place, env: Environment): Promise<void> {
  writeFileSync(join(place.runtime, "system-bus.conf"), systemBus);
  const config = "--config-file=/run/user/1000/system-bus.conf";
  place.start("system-bus", ["dbus-daemon", config, "--nofork"]);
  const address = "--address=unix:path=/run/user/1000/bus";
  place.start("session-bus", ["dbus-daemon", "--session", "--nofork", address], env);
  await until("the buses", async () => {
    const sockets = ["/run/dbus/system_bus_socket", "/run/user/1000/bus"];
    const listen = sockets.map((socket) => place.run(["test", "-S", socket]));
    return Promise.all(listen).then(
      () => true,
      () => false,
    );
  });
}

/**
 * A shell's words by which a session passes its environment to the starters of its programs, the
 * bus's services among them.
 */
export const tellEnvironment =
  "dbus-update-activation-environment --all; env -0 > /run/user/1000/environment.new; mv /run/user/1000/environment.new /run/user/1000/environment";

/** Waits until a session has published its environment. */
export async function environmentOf(place: Place): Promise<Environment> {
  const path = join(place.runtime, "environment");
  await until("the desktop's session", () => existsSync(path));
  const pairs = readFileSync(path, "utf8").split("\0").filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
}

/** Waits until a panel shows icons of the kind that Electron makes. */
export async function trayIsThere(place: Place): Promise<void> {
  await until("a tray", async () => {
    const get = "org.freedesktop.DBus.Properties.Get org.kde.StatusNotifierWatcher";
    const call = `gdbus call --session --dest org.kde.StatusNotifierWatcher --object-path /StatusNotifierWatcher --method ${get} IsStatusNotifierHostRegistered`;
    return place.run(["sh", "-c", call]).then(
      (answer) => answer.includes("true"),
      () => false,
    );
  });
}
