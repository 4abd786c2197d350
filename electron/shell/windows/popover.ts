import { once } from "node:events";
import { BrowserWindow, screen } from "electron";
import type { Backdrop } from "../../adapters/desktop/x-backdrop.ts";
import type { XServer } from "../../adapters/desktop/x-server.ts";
import {
  cornerOfPanel,
  isInside,
  mayClickIcon,
  type Point,
  placePopover,
  type Shape,
} from "../../core/app/popover-position.ts";
import { popoverShape, usualContent } from "../../core/app/popover-size.ts";
import { screenWithPanel } from "../../core/app/window-system.ts";
import { type Pages, pagePreferences } from "../security.ts";
import type { PlacementAsker } from "./placement-asker.ts";
import type { Pointer, PointerState } from "./pointer.ts";
import { isSameClick } from "./same-click.ts";
import { mostShows, numberOf } from "./show-again.ts";

/**
 * Compositors take the focus from a window that is shown again, and give it back: on Wayland the
 * loss came up to 35 ms after the show and the focus up to 60 ms later, by XWayland on sway 350 ms.
 * If a loss within `soon` (milliseconds) of the show lasts until `later`, the window asks for the focus
 * once, because by XWayland labwc keeps it in one opening of ten; only then the loss counts.
 */
const settling = { soon: 500, later: 200 } as const;

export interface PopoverParts {
  readonly pages: Pages;
  readonly preload: string;
  readonly icon: string;
  readonly pointer: Pointer;
  /** The X server that the app runs on; null on Wayland. */
  readonly server: Pick<XServer, "keepOutOfTaskBar"> | null;
  /**
   * Takes clicks on the wallpaper while the popover is shown; null if they take the focus from it. It is
   * there before the popover if it is the first, and else a moment after it.
   */
  readonly backdrop: {
    readonly make: (pressed: () => void) => Backdrop;
    readonly isFirst: boolean;
  } | null;
  /** Has the compositor place the popover before it is shown and as it grows; null if the app does. */
  readonly placementAsker: Pick<PlacementAsker, "ask" | "confirm" | "isShown"> | null;
  /** Whether windows can be transparent: then the popover is a card with a shadow. */
  readonly canBeTransparent: () => Promise<boolean>;
  /** Whether the app is ending: then windows really close. */
  readonly isQuitting: () => boolean;
  /** The colour below a page until it has painted. */
  readonly background: () => string;
  readonly changed: (window: BrowserWindow, isVisible: boolean) => void;
}

export interface Popover {
  /** Creates it ahead of the first click. */
  prepare(): void;
  /** Shows it at the pointer that has clicked the icon, or hides it if it is open. */
  toggle(): Promise<void>;
  /** Toggles it by keys: it opens at the last click on the icon, or else at the panel. */
  toggleByKeys(): void;
  /** Shows it at the pointer, or at the last click if the pointer is unknown. */
  show(): Promise<void>;
  hide(): void;
  /** Makes it as high as its page says that the content is; while it is open it only grows. */
  fit(content: number): void;
  /** Takes the colour of the theme. */
  repaint(): void;
  isVisible(): boolean;
  /** Its window; null before it is created. */
  window(): BrowserWindow | null;
}

/** The state that the operations below share. */
interface PopoverState {
  readonly parts: PopoverParts;
  readonly backdrop: Backdrop | null;
  window: BrowserWindow | null;
  /** The window as it is being made; null before. */
  making: Promise<BrowserWindow> | null;
  isFramed: boolean;
  /** The content's height, in device-independent pixels. */
  content: number;
  /** The place and the content's height that are shown; null while it is hidden. */
  shown: { readonly point: Point; readonly content: number } | null;
  /** The last loss of the focus, which a click on the icon may have caused. */
  blurred: { readonly at: number; readonly pointer: Promise<PointerState | null> } | null;
  /** The position of the last click on the icon. */
  clicked: Point | null;
}

/** Creates the popover. Its window is kept, hidden and painted, so that it opens without delay. */
export function createPopover(parts: PopoverParts): Popover {
  const state: PopoverState = {
    parts,
    backdrop: parts.backdrop?.make(() => state.window?.hide()) ?? null,
    ...{ window: null, making: null, isFramed: false, blurred: null, clicked: null },
    ...{ content: usualContent, shown: null },
  };
  const isVisible = () => state.window?.isVisible() === true;
  return {
    prepare: () => void theWindow(state),
    toggle: async () => (isVisible() ? state.window?.hide() : openByClick(state)),
    toggleByKeys() {
      if (isVisible()) state.window?.hide();
      else void showWithoutPointer(state);
    },
    async show() {
      const pointer = await parts.pointer.where();
      await (pointer === null ? showWithoutPointer(state) : showAt(state, pointer.point));
    },
    hide: () => state.window?.hide(),
    fit: (content) => fitContent(state, content),
    repaint() {
      if (!state.isFramed) state.window?.setBackgroundColor(parts.background());
    },
    isVisible,
    window: () => state.window,
  };
}

function theWindow(state: PopoverState): Promise<BrowserWindow> {
  state.making ??= makeWindow(state);
  return state.making;
}

/**
 * Returns the window to be shown; made anew if a compositing manager has come or gone since it was
 * made, as at a login that starts the app first.
 */
async function windowToShow(state: PopoverState): Promise<BrowserWindow> {
  const making = theWindow(state);
  const [window, canBeTransparent] = await Promise.all([making, state.parts.canBeTransparent()]);
  const isFit = canBeTransparent === state.isFramed || window.isVisible();
  if (!isFit && state.making === making) state.making = replaceWindow(state, window);
  return theWindow(state);
}

/** Makes another window, hidden; the old one goes after it, because Electron ends without any window. */
async function replaceWindow(state: PopoverState, old: BrowserWindow): Promise<BrowserWindow> {
  const made = await makeWindow(state);
  await once(made.webContents, "did-finish-load");
  old.destroy();
  return made;
}

async function makeWindow(state: PopoverState): Promise<BrowserWindow> {
  const { parts } = state;
  // A window cannot become transparent later.
  state.isFramed = await parts.canBeTransparent();
  // A window that is made now would keep the app from ending.
  if (parts.isQuitting()) return new Promise(() => {});
  const { isFramed } = state;
  const window = new BrowserWindow({
    ...popoverShape(state.content, screen.getPrimaryDisplay(), isFramed).size,
    title: "Virtray",
    icon: parts.icon,
    show: false,
    frame: false,
    transparent: isFramed,
    // The page draws corners and shadow itself; Electron 43 and newer would add some.
    roundedCorners: false,
    hasShadow: false,
    resizable: false,
    maximizable: false,
    minimizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    backgroundColor: isFramed ? "#00000000" : parts.background(),
    webPreferences: pagePreferences(parts.preload),
  });
  void window.loadFile(parts.pages.popover, { hash: isFramed ? "framed" : "" });
  state.window = window;
  followWindow(state, window);
  return window;
}

/** Hides the window when it loses the focus, and reports when it is shown or hidden. */
function followWindow(state: PopoverState, window: BrowserWindow): void {
  const { parts, backdrop } = state;
  let shownAt = 0;
  let lookAgain: NodeJS.Timeout | undefined;
  let backdropLater: NodeJS.Timeout | undefined;
  const lookLater = (unfocused: () => unknown) => {
    clearTimeout(lookAgain);
    lookAgain = setTimeout(() => {
      if (!window.isDestroyed() && window.isVisible() && !window.isFocused()) void unfocused();
    }, settling.later);
  };
  window.on("show", () => {
    shownAt = performance.now();
    parts.changed(window, true);
    // No loss of the focus is told where it never came, as by XWayland on a busy labwc.
    lookLater(() => window.focus());
    backdropLater = setTimeout(() => void backdrop?.show(), settling.later);
  });
  window.on("hide", () => {
    clearTimeout(lookAgain);
    clearTimeout(backdropLater);
    state.shown = null;
    void backdrop?.hide();
    parts.changed(window, false);
  });
  const leave = () => {
    if (!window.isVisible()) return;
    state.blurred = { at: performance.now(), pointer: parts.pointer.where() };
    window.hide();
  };
  window.on("blur", () => {
    clearTimeout(lookAgain);
    if (performance.now() - shownAt >= settling.soon) return leave();
    lookLater(async () => {
      // Only by XWayland, where the pointer is unknown, a compositor was seen to keep the focus.
      if ((await parts.pointer.where()) !== null) return leave();
      window.focus();
      lookLater(leave);
    });
  });
  window.on("close", (event) => {
    // Window managers can close it (Alt-F4); it must stay ready.
    if (parts.isQuitting()) return;
    event.preventDefault();
    window.hide();
  });
}

async function showAt(state: PopoverState, point: Point, shows = 1): Promise<void> {
  const window = await windowToShow(state);
  const { content, parts } = state;
  const { shape, bounds } = placeAt(state, point, content);
  const first = parts.backdrop?.isFirst === true ? state.backdrop?.show() : null;
  await Promise.all([parts.placementAsker?.ask(shape), first]);
  state.shown = { point, content };
  window.setBounds(bounds);
  window.show();
  window.focus();
  // Electron's skipTaskbar has no effect on Linux (since version 20).
  void parts.server?.keepOutOfTaskBar(numberOf(window));
  const isShown = (await parts.placementAsker?.confirm(shape, numberOf(window))) ?? true;
  if (isShown || shows >= mostShows || window.isDestroyed() || !window.isVisible()) return;
  window.hide();
  await showAt(state, point, shows + 1);
}

function placeAt({ isFramed }: PopoverState, point: Point, content: number) {
  const display = screen.getDisplayNearestPoint(point);
  const shape = popoverShape(content, display, isFramed);
  return { shape, bounds: placePopover(point, display.workArea, shape) };
}

function fitContent(state: PopoverState, content: number): void {
  const { window, shown } = state;
  state.content = content;
  if (window === null || window.isDestroyed()) return;
  if (shown === null) {
    // The page is laid out ahead of the click that shows it.
    const display = screen.getPrimaryDisplay();
    const { width, height } = popoverShape(content, display, state.isFramed).size;
    window.setSize(width, height);
  } else if (content > shown.content) {
    state.shown = { ...shown, content };
    const { shape, bounds } = placeAt(state, shown.point, content);
    window.setBounds(bounds);
    void keepPlace(state, shape, numberOf(window));
  }
}

async function keepPlace(
  { parts: { placementAsker } }: PopoverState,
  shape: Shape,
  window: number,
): Promise<void> {
  await placementAsker?.ask(shape);
  await placementAsker?.confirm(shape, window);
}

function showWithoutPointer(state: PopoverState): Promise<void> {
  const displays = screen.getAllDisplays();
  const last = state.clicked;
  if (last !== null && displays.some(({ bounds }) => isInside(last, bounds))) {
    return showAt(state, last);
  }
  const primary = screen.getPrimaryDisplay();
  const { bounds, workArea } = screenWithPanel([primary, ...displays]);
  return showAt(state, cornerOfPanel(bounds, workArea));
}

async function openByClick(state: PopoverState): Promise<void> {
  const clickedAt = performance.now();
  const earlier = state.blurred;
  // A loss of the focus swallows one click only; the next click counts, however soon it comes.
  state.blurred = null;
  const { pointer } = state.parts;
  const [now, then] = await Promise.all([pointer.where(), earlier?.pointer ?? null]);
  if (earlier !== null && isSameClick(clickedAt - earlier.at, then, now)) return;
  if (now === null) return showWithoutPointer(state);
  const { bounds, workArea } = screen.getDisplayNearestPoint(now.point);
  // Panels report a click by a key in the same way.
  if (!mayClickIcon(now.point, bounds, workArea)) return showWithoutPointer(state);
  state.clicked = now.point;
  return showAt(state, now.point);
}
