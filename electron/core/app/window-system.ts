import type { WindowSystem } from "../../contract/app/window-system.ts";
import type { Rectangle } from "./popover-position.ts";

/** The facts about a graphical session. */
export interface Session {
  readonly hasWayland: boolean;
  /** With Wayland, whether an X server shows its windows there (XWayland). */
  readonly hasX11: boolean;
  /** The names that the desktop gives itself. */
  readonly desktops: readonly string[];
  /** sway's socket; null on other desktops. */
  readonly sway: string | null;
}

/**
 * Reads a session from its environment. Empty variables count as missing; XDG_CURRENT_DESKTOP is a
 * list with colons (Desktop Entry Specification).
 */
export function sessionOf(env: Readonly<Record<string, string | undefined>>): Session {
  return {
    hasWayland: Boolean(env["WAYLAND_DISPLAY"]),
    hasX11: Boolean(env["DISPLAY"]),
    desktops: desktopsOf(env).split(":").filter(Boolean),
    sway: env["SWAYSOCK"] || null,
  };
}

/**
 * Electron 33 to 37 change XDG_CURRENT_DESKTOP to Unity on Ubuntu and keep the original value in
 * another variable, where a missing value became a word.
 */
function desktopsOf(env: Readonly<Record<string, string | undefined>>): string {
  const original = env["ORIGINAL_XDG_CURRENT_DESKTOP"];
  const isKept = original !== undefined && original !== "undefined";
  return (isKept ? original : env["XDG_CURRENT_DESKTOP"]) ?? "";
}

/** From this version on Electron chooses Wayland by itself, if the session has it. */
const waylandByItself = 38;

/**
 * The window system that the app runs on.
 * @param platform what the command line says of it; empty: nothing
 * @param electron the runtime's version
 */
export function windowSystemNow(
  { hasWayland }: Session,
  platform: string,
  electron: string,
): WindowSystem {
  if (!hasWayland) return "x11";
  if (platform === "x11" || platform === "wayland") return platform;
  return Number.parseInt(electron, 10) >= waylandByItself ? "wayland" : "x11";
}

/**
 * How the popover is placed. `pointer`: at the icon that was clicked; `panel`: at the tray's
 * corner, because XWayland does not know the pointer over other windows; `sway` and `kwin`: these
 * are asked to move it; `compositor`: the compositor decides, and known ones choose the middle of
 * the screen.
 */
export type PopoverPlacement = "pointer" | "panel" | "sway" | "kwin" | "compositor";

/** Chooses the placement for a session and the window system that the app runs on. */
export function popoverPlacement(session: Session, now: WindowSystem): PopoverPlacement {
  if (!session.hasWayland) return "pointer";
  if (session.sway !== null) return "sway";
  if (now === "x11") return "panel";
  return session.desktops.includes("KDE") ? "kwin" : "compositor";
}

/**
 * Returns whether a click on the wallpaper does not take the focus away, and a backdrop can catch
 * it. Seen on GNOME and labwc with Wayland, and on Cinnamon without desktop icons.
 */
export function needsBackdrop({ hasWayland, desktops }: Session, now: WindowSystem): boolean {
  if (now !== "x11") return false;
  if (desktops.includes("X-Cinnamon")) return true;
  return hasWayland && (desktops.includes("GNOME") || desktops.includes("labwc"));
}

/**
 * Returns whether the backdrop has to be there before the popover is shown, because the compositor gives the
 * focus to whatever appears last, as labwc does. Elsewhere it comes later: without a GPU, as large a surface
 * delays the popover's picture by half.
 */
export function isBackdropFirst({ desktops }: Session): boolean {
  return desktops.includes("labwc");
}

/**
 * A way into the clipboard while a window of another program has the focus. `electron`: X11 servers
 * accept it from every program; `xwayland`: GNOME takes over XWayland's clipboard from every program;
 * `klipper`: Plasma's own clipboard; `wl-clipboard`: the package of this name, which sway, labwc and
 * others accept as a clipboard manager.
 */
export type CopyWay = "electron" | "xwayland" | "klipper" | "wl-clipboard";

/** Returns the ways to copy without the focus in a session, the best one first. */
export function copyWays(
  { hasWayland, hasX11, desktops }: Session,
  now: WindowSystem,
): readonly CopyWay[] {
  if (!hasWayland) return ["electron"];
  if (desktops.includes("GNOME")) {
    if (now === "x11") return ["electron"];
    return hasX11 ? ["xwayland", "wl-clipboard"] : ["wl-clipboard"];
  }
  return desktops.includes("KDE") ? ["klipper", "wl-clipboard"] : ["wl-clipboard"];
}

/** A monitor: its whole area, and the area without panels. */
export interface Screen {
  readonly bounds: Rectangle;
  readonly workArea: Rectangle;
}

/** Returns the screen that most likely has the tray: the first with a panel, or else the first. */
export function screenWithPanel<S extends Screen>(screens: readonly [S, ...S[]]): S {
  const hasPanel = ({ bounds, workArea }: S) =>
    workArea.width < bounds.width || workArea.height < bounds.height;
  return screens.find(hasPanel) ?? screens[0];
}
