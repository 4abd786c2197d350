import { BrowserWindow, nativeTheme, screen } from "electron";
import { pushWire } from "../contract/channel-names.ts";
import type { Push, Pushes } from "../contract/channels.ts";
import { type DashboardPlace, placeHash } from "../contract/place.ts";
import {
  cornerOfPanel,
  isInside,
  mayClickIcon,
  type Point,
  placePopover,
} from "../core/popover-place.ts";
import type { Pointer, PointerState } from "./pointer.ts";
import { type Pages, pagePreferences } from "./security.ts";
import type { WindowPlaceStore } from "./window-place.ts";

/** The popover's size in device-independent pixels. */
const popoverSize = { width: 360, height: 580 } as const;

/**
 * Where the panel takes the focus, pressing the button on the icon hides the popover, and the click
 * is told only then, on release. The first click this soon (milliseconds) after a hide during which a
 * button was held down, with the pointer where it was, is that same click, and means: stay closed.
 * Where nobody can tell about buttons, only a short click is taken for the same.
 */
const sameClickWithin = { held: 1000, unknown: 250 } as const;

/**
 * Compositors take the focus from a window that is shown again, and give it back: on Wayland the
 * loss came up to 35 ms after the show and the focus up to 60 ms later, by XWayland on sway 350 ms.
 * A loss within `soon` (milliseconds) of the show counts only if it lasts until `later`.
 */
const settling = { soon: 500, later: 200 } as const;

export interface WindowsParts {
  readonly pages: Pages;
  readonly preload: string;
  readonly icon: string;
  readonly place: WindowPlaceStore;
  readonly pointer: Pointer;
  /** Whether the app is ending: then windows close for good. */
  readonly isQuitting: () => boolean;
  /** Called after the dashboard was closed. */
  readonly dashboardClosed: () => void;
}

export interface Windows {
  /** Makes the popover ahead of the first click. */
  prepare(): void;
  /** Shows the popover at the pointer that has clicked the icon, or hides it if it is there. */
  togglePopover(): void;
  /** The same by keys: it opens where it was clicked last, or else at the panel. */
  toggleByKeys(): void;
  showPopover(): void;
  /** Shows the popover, unless a window of ours is to be seen already. */
  showAny(): void;
  hidePopover(): void;
  /** Opens the dashboard, or brings it to the front, at a place. */
  openDashboard(place: DashboardPlace): void;
  /** The dashboard's window while it is open. */
  dashboard(): BrowserWindow | null;
  push<P extends Push>(push: P, value: Pushes[P]): void;
}

/** The colour below a page until it has painted (styles/tokens.css: --panel). */
function pageBackground(): string {
  return nativeTheme.shouldUseDarkColors ? "#1c2026" : "#ffffff";
}

function send<P extends Push>(window: BrowserWindow, push: P, value: Pushes[P]): void {
  window.webContents.send(pushWire(push), value);
}

/**
 * Nothing is made yet: making a window keeps the main thread busy for a while, and the tray's icon
 * comes first. The popover is then kept, hidden and painted, so that it opens without delay; the
 * dashboard comes when it is asked for.
 */
export function createWindows(parts: WindowsParts): Windows {
  let blurred: { readonly at: number; readonly pointer: Promise<PointerState> } | null = null;
  let clicked: Point | null = null;
  let popover: BrowserWindow | null = null;
  let dashboard: BrowserWindow | null = null;

  function makePopover(): BrowserWindow {
    const window = new BrowserWindow({
      ...popoverSize,
      title: "Virtray",
      icon: parts.icon,
      show: false,
      frame: false,
      resizable: false,
      maximizable: false,
      minimizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      backgroundColor: pageBackground(),
      webPreferences: pagePreferences(parts.preload),
    });
    void window.loadFile(parts.pages.popover);
    let shownAt = 0;
    let lookAgain: NodeJS.Timeout | undefined;
    window.on("show", () => {
      clearTimeout(lookAgain);
      shownAt = performance.now();
      send(window, "popover", { isVisible: true });
    });
    window.on("hide", () => {
      clearTimeout(lookAgain);
      send(window, "popover", { isVisible: false });
    });
    const leave = () => {
      if (!window.isVisible()) return;
      blurred = { at: performance.now(), pointer: parts.pointer.where() };
      window.hide();
    };
    window.on("blur", () => {
      clearTimeout(lookAgain);
      if (performance.now() - shownAt >= settling.soon) return leave();
      lookAgain = setTimeout(() => {
        if (!window.isDestroyed() && !window.isFocused()) leave();
      }, settling.later);
    });
    window.on("close", (event) => {
      // Window managers can close it (Alt-F4); it must stay ready.
      if (parts.isQuitting()) return;
      event.preventDefault();
      window.hide();
    });
    return window;
  }

  function thePopover(): BrowserWindow {
    popover ??= makePopover();
    return popover;
  }

  nativeTheme.on("updated", () => {
    popover?.setBackgroundColor(pageBackground());
    dashboard?.setBackgroundColor(pageBackground());
  });

  function showPopover(point: Point): void {
    const { workArea } = screen.getDisplayNearestPoint(point);
    const window = thePopover();
    window.setBounds(placePopover(point, workArea, popoverSize));
    window.show();
    window.focus();
  }

  async function togglePopover(): Promise<void> {
    if (popover?.isVisible() === true) return popover.hide();
    const clickedAt = performance.now();
    const earlier = blurred;
    // It swallows a single click: the next one is a new one, however soon it comes.
    blurred = null;
    const { point } = await parts.pointer.where();
    if (earlier !== null) {
      const { point: at, isPressed } = await earlier.pointer;
      const within = isPressed === null ? sameClickWithin.unknown : sameClickWithin.held;
      const isSame = isPressed !== false && clickedAt - earlier.at < within;
      if (isSame && at.x === point.x && at.y === point.y) return;
    }
    const { bounds, workArea } = screen.getDisplayNearestPoint(point);
    // Panels tell a click by a key the same way.
    if (!mayClickIcon(point, bounds, workArea)) return showWithoutPointer();
    clicked = point;
    showPopover(point);
  }

  function showWithoutPointer(): void {
    const last = clicked;
    const isThere = screen
      .getAllDisplays()
      .some(({ bounds }) => last !== null && isInside(last, bounds));
    const { bounds, workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    showPopover(last !== null && isThere ? last : cornerOfPanel(bounds, workArea));
  }

  function toggleByKeys(): void {
    if (popover?.isVisible() === true) popover.hide();
    else showWithoutPointer();
  }

  function makeDashboard(hash: string): BrowserWindow {
    const window = new BrowserWindow({
      ...parts.place.read(),
      minWidth: 720,
      minHeight: 480,
      title: "Virtray",
      icon: parts.icon,
      show: false,
      autoHideMenuBar: true,
      backgroundColor: pageBackground(),
      webPreferences: pagePreferences(parts.preload),
    });
    window.removeMenu();
    // On Wayland a window is ready only once it is shown; elsewhere it is so before all has loaded.
    let isShown = false;
    const showOnce = () => {
      if (!isShown) window.show();
      isShown = true;
    };
    window.once("ready-to-show", showOnce);
    window.webContents.once("did-finish-load", showOnce);
    window.on("close", () => parts.place.write(window.getNormalBounds()));
    window.on("closed", () => {
      dashboard = null;
      if (!parts.isQuitting()) parts.dashboardClosed();
    });
    void window.loadFile(parts.pages.dashboard, { hash });
    return window;
  }

  return {
    prepare: () => void thePopover(),
    togglePopover: () => void togglePopover(),
    toggleByKeys,
    showPopover: () => void parts.pointer.where().then(({ point }) => showPopover(point)),
    showAny() {
      const isSeen = popover?.isVisible() === true || dashboard?.isVisible() === true;
      if (!isSeen) void parts.pointer.where().then(({ point }) => showPopover(point));
    },
    hidePopover: () => popover?.hide(),
    openDashboard(place) {
      popover?.hide();
      if (dashboard === null) {
        dashboard = makeDashboard(placeHash(place));
        return;
      }
      if (dashboard.isMinimized()) dashboard.restore();
      dashboard.show();
      dashboard.focus();
      send(dashboard, "navigate", place);
    },
    dashboard: () => dashboard,
    push(push, value) {
      for (const window of [popover, dashboard]) {
        if (window !== null && !window.isDestroyed()) send(window, push, value);
      }
    },
  };
}
