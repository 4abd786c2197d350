import { BrowserWindow, nativeTheme, screen } from "electron";
import { type DashboardRoute, routeHash } from "../../contract/app/route.ts";
import { pushWire } from "../../contract/channels/names.ts";
import type { Push, Pushes } from "../../contract/channels/table.ts";
import { fitWindow, type WindowPlace } from "../../core/app/window-fit.ts";
import { pagePreferences } from "../security.ts";
import { createPopover, type PopoverParts } from "./popover.ts";
import { showSurely } from "./show-again.ts";
import type { WindowBoundsStore } from "./window-bounds.ts";

export interface WindowsParts extends Omit<PopoverParts, "background" | "changed"> {
  readonly place: WindowBoundsStore;
  /** Called after the dashboard was closed. */
  readonly dashboardClosed: () => void;
}

export interface Windows {
  /** Creates the popover ahead of the first click. */
  prepare(): void;
  /** Shows the popover at the pointer that has clicked the icon, or hides it if it is open. */
  togglePopover(): void;
  /** Toggles it by keys: it opens at the last click on the icon, or else at the panel. */
  toggleByKeys(): void;
  showPopover(): void;
  /** Shows the popover, unless a window of ours is already visible. */
  showAny(): void;
  hidePopover(): void;
  /** Makes the popover as high as its content. */
  fitPopover(content: number): void;
  /** Opens the dashboard at a route, or brings it to the front. */
  openDashboard(place: DashboardRoute): void;
  /** The dashboard's window while it is open. */
  dashboard(): BrowserWindow | null;
  /** Calls back when the first window of ours is visible, and when none is any more. */
  watchSight(changed: (isAnyVisible: boolean) => void): void;
  push<P extends Push>(push: P, value: Pushes[P]): void;
}

/** The colours of the pages' grounds (styles/tokens.css: --panel and --ground). */
const grounds = {
  popover: { light: "#ffffff", dark: "#1c2026" },
  dashboard: { light: "#f6f7f9", dark: "#14171b" },
} as const;

/** Returns the colour below a page until it has painted, which on Wayland is after the show. */
function groundOf(page: keyof typeof grounds): string {
  return grounds[page][nativeTheme.shouldUseDarkColors ? "dark" : "light"];
}

/** The smallest that the dashboard is of use in. */
const smallest = { width: 720, height: 480 } as const;

/** The place that is wished, as far as the screen has room for it. */
function placeOnScreen(wished: WindowPlace): WindowPlace {
  const { x, y, width, height } = wished;
  const display =
    x === undefined || y === undefined
      ? screen.getPrimaryDisplay()
      : screen.getDisplayMatching({ x, y, width, height });
  return fitWindow(wished, display.workArea);
}

function send<P extends Push>(window: BrowserWindow, push: P, value: Pushes[P]): void {
  window.webContents.send(pushWire(push), value);
}

/** Follows whether any of some windows is visible. */
function createSight(windows: () => readonly (BrowserWindow | null)[]) {
  let isAny = false;
  const listeners: ((isAnyVisible: boolean) => void)[] = [];
  return {
    look(): void {
      const isAnyNow = windows().some(
        (window) => window?.isDestroyed() === false && window.isVisible() && !window.isMinimized(),
      );
      if (isAnyNow === isAny) return;
      isAny = isAnyNow;
      for (const listener of listeners) listener(isAny);
    },
    watch(listener: (isAnyVisible: boolean) => void): void {
      listeners.push(listener);
      if (isAny) listener(true);
    },
  };
}

/** Creates the dashboard's window, which appears once its page has painted. */
function createDashboard(
  parts: Pick<WindowsParts, "place" | "icon" | "preload" | "pages" | "placementAsker">,
  hash: string,
): BrowserWindow {
  const place = placeOnScreen(parts.place.read());
  const window = new BrowserWindow({
    ...place,
    minWidth: Math.min(smallest.width, place.width),
    minHeight: Math.min(smallest.height, place.height),
    title: "Virtray",
    icon: parts.icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: groundOf("dashboard"),
    webPreferences: pagePreferences(parts.preload),
  });
  window.removeMenu();
  // On Wayland a window is ready only once it is shown; elsewhere it is ready before everything
  // has loaded.
  let isShown = false;
  const showOnce = () => {
    if (!isShown) void showSurely(window, parts.placementAsker);
    isShown = true;
  };
  window.once("ready-to-show", showOnce);
  window.webContents.once("did-finish-load", showOnce);
  window.on("close", () => parts.place.write(window.getNormalBounds()));
  void window.loadFile(parts.pages.dashboard, { hash });
  return window;
}

/**
 * Creates no window yet: that keeps the main thread busy for a while, and the tray's icon comes
 * first. The dashboard is created on demand.
 */
export function createWindows(parts: WindowsParts): Windows {
  let dashboard: BrowserWindow | null = null;
  const sight = createSight(() => [popover.window(), dashboard]);
  const popover = createPopover({
    ...parts,
    background: () => groundOf("popover"),
    changed(window, isVisible) {
      send(window, "popover", { isVisible });
      sight.look();
    },
  });

  nativeTheme.on("updated", () => {
    popover.repaint();
    dashboard?.setBackgroundColor(groundOf("dashboard"));
  });

  function openedDashboard(hash: string): BrowserWindow {
    const window = createDashboard(parts, hash);
    for (const event of ["show", "hide", "minimize", "restore"] as const) {
      window.on(event as "show", sight.look);
    }
    window.on("closed", () => {
      dashboard = null;
      sight.look();
      if (!parts.isQuitting()) parts.dashboardClosed();
    });
    return window;
  }

  return {
    prepare: popover.prepare,
    togglePopover: () => void popover.toggle(),
    toggleByKeys: popover.toggleByKeys,
    showPopover: () => void popover.show(),
    showAny() {
      if (!popover.isVisible() && dashboard?.isVisible() !== true) void popover.show();
    },
    hidePopover: popover.hide,
    fitPopover: popover.fit,
    openDashboard(place) {
      popover.hide();
      if (dashboard === null) {
        dashboard = openedDashboard(routeHash(place));
        return;
      }
      if (dashboard.isMinimized()) dashboard.restore();
      dashboard.show();
      dashboard.focus();
      send(dashboard, "navigate", place);
    },
    dashboard: () => dashboard,
    watchSight: sight.watch,
    push(push, value) {
      for (const window of [popover.window(), dashboard]) {
        if (window !== null && !window.isDestroyed()) send(window, push, value);
      }
    },
  };
}
