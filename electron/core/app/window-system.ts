import type { WindowSystem } from "../../contract/app/window-system.ts";
import type { Rectangle } from "./popover-position.ts";

/** What a graphical session offers. */
export interface Session {
  readonly hasWayland: boolean;
  /** With Wayland: an X server whose windows are shown there (XWayland). */
  readonly hasX11: boolean;
  /** The names that the desktop gives itself. */
  readonly desktops: readonly string[];
  /** Where sway listens; null elsewhere. */
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
 * Electron 33 to 37 call Ubuntu's desktop Unity in the one variable and keep what was there in the
 * other, where a missing value became a word.
 */
function desktopsOf(env: Readonly<Record<string, string | undefined>>): string {
  const original = env["ORIGINAL_XDG_CURRENT_DESKTOP"];
  const isKept = original !== undefined && original !== "undefined";
  return (isKept ? original : env["XDG_CURRENT_DESKTOP"]) ?? "";
}

/** Electron chooses Wayland by itself since this version, where the session has it. */
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
 * How the popover gets to its place: `pointer`: at the icon that was clicked; `panel`: at the corner
 * where trays are, because XWayland does not know the pointer over other windows; `sway` and `kwin`:
 * these are asked to put it there; `compositor`: it goes where the compositor will have it, which is
 * the middle of the screen on those that are known.
 */
export type PopoverPlacement = "pointer" | "panel" | "sway" | "kwin" | "compositor";

/** Chooses it for a session and the window system that the app runs on. */
export function popoverPlacement(session: Session, now: WindowSystem): PopoverPlacement {
  if (!session.hasWayland) return "pointer";
  if (session.sway !== null) return "sway";
  if (now === "x11") return "panel";
  return session.desktops.includes("KDE") ? "kwin" : "compositor";
}

/**
 * Whether a click on the wallpaper leaves the focus where it is, as seen on GNOME by Wayland and on
 * Cinnamon without icons on its desktop, and the app can do something about that.
 */
export function needsBackdrop({ hasWayland, desktops }: Session, now: WindowSystem): boolean {
  if (now !== "x11") return false;
  return desktops.includes("X-Cinnamon") || (hasWayland && desktops.includes("GNOME"));
}

/** A monitor: all of it, and what panels leave of it. */
export interface Screen {
  readonly bounds: Rectangle;
  readonly workArea: Rectangle;
}

/** The screen that most likely has the tray: the first with a panel, or the first at all. */
export function screenWithPanel<S extends Screen>(screens: readonly [S, ...S[]]): S {
  const hasPanel = ({ bounds, workArea }: S) =>
    workArea.width < bounds.width || workArea.height < bounds.height;
  return screens.find(hasPanel) ?? screens[0];
}
