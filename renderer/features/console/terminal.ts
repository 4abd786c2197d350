import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import type { ConsoleKind } from "../../../electron/contract/machine/console.ts";
import { bridge } from "../../bridge.ts";
import { type Line, openLine } from "./console-line.ts";
import type { ConsoleStanding, ConsoleView } from "./console-view.ts";
import { type LoginKey, loginKeyOf } from "./logins.ts";
import { withStyleSheets } from "./terminal-styles.ts";

/** How many lines above the screen are kept. */
const scrollback = 5000;

/** The terminal's colours: dark in both themes, as the programs of guests expect. */
const theme = {
  background: "#14171b",
  foreground: "#eceff3",
  cursor: "#2dd4bf",
  cursorAccent: "#14171b",
  selectionBackground: "#36506080",
} as const;

/** A console of text on the page: a serial line, or a login by ssh. */
export interface TerminalView extends ConsoleView {
  /** Copies the selected text; returns false if none is selected. */
  copy(): boolean;
  /** Types the command that sets the terminal's size in the guest: a serial line carries none. */
  sendSize(): void;
}

/**
 * Shows a console of text in an element; the element is empty again after `close`. Keys that `press` takes
 * are not typed.
 */
export function showTerminal(
  element: HTMLElement,
  id: string,
  kind: Exclude<ConsoleKind, "screen">,
  stands: (standing: ConsoleStanding) => void,
  press: (key: LoginKey) => boolean,
): TerminalView {
  const { terminal, dispose } = openTerminal(element, press);
  const encoder = new TextEncoder();
  let line: Line | null = null;
  let isClosed = false;
  let isReplaying = false;
  const type = (text: string) => line?.send(encoder.encode(text));
  terminal.onData((text) => {
    // The history may hold queries to the terminal: answered again, they would be typed.
    if (!isReplaying) type(text);
  });
  terminal.onBinary((text) => line?.send(Uint8Array.from(text, (char) => char.charCodeAt(0))));

  stands("connecting");
  void openLine(id, kind, {
    history: (bytes) => {
      isReplaying = true;
      terminal.write(bytes, () => {
        isReplaying = false;
      });
    },
    data: (bytes, used) => terminal.write(bytes, used),
    ended: () => stands("ended"),
  }).then((opened) => {
    if (!opened.ok) return isClosed || stands(opened.error);
    if (isClosed) return opened.value.close();
    line = opened.value;
    if (kind === "terminal") {
      const tellSize = () => line?.resize({ rows: terminal.rows, columns: terminal.cols });
      terminal.onResize(tellSize);
      tellSize();
    }
    stands("open");
  });

  return {
    focus: () => terminal.focus(),
    paste: (text) => terminal.paste(text),
    copy: () => copySelection(terminal),
    sendSize: () => type(`stty rows ${terminal.rows} cols ${terminal.cols}\r`),
    close() {
      isClosed = true;
      line?.close();
      dispose();
    },
  };
}

/** Opens a terminal that fills an element, with the usual shortcuts for the clipboard. */
function openTerminal(
  element: HTMLElement,
  press: (key: LoginKey) => boolean,
): {
  readonly terminal: Terminal;
  readonly dispose: () => void;
} {
  const terminal = new Terminal({
    fontFamily: getComputedStyle(element).fontFamily,
    fontSize: 13,
    scrollback,
    theme,
    screenReaderMode: true,
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  const dropStyles = withStyleSheets(() => terminal.open(element));
  // One that is not shown keeps its size.
  const resized = new ResizeObserver(() => element.clientWidth > 0 && fit.fit());
  resized.observe(element);
  terminal.attachCustomKeyEventHandler((event) => !handleShortcut(terminal, event, press));
  return {
    terminal,
    dispose() {
      resized.disconnect();
      terminal.dispose();
      dropStyles();
    },
  };
}

/**
 * Copies by Ctrl+Shift+C and pastes by Ctrl+Shift+V, and passes on what `press` takes; returns whether the
 * key was one of these.
 */
function handleShortcut(
  terminal: Terminal,
  event: KeyboardEvent,
  press: (key: LoginKey) => boolean,
): boolean {
  if (event.type !== "keydown" || !event.ctrlKey) return false;
  const change = loginKeyOf(event);
  if (change !== null) {
    if (!press(change)) return false;
  } else if (!event.shiftKey) return false;
  else if (event.code === "KeyC") copySelection(terminal);
  else if (event.code === "KeyV") {
    void bridge
      .call("clipboard.read", undefined)
      .then((text) => text.ok && terminal.paste(text.value));
  } else return false;
  event.preventDefault();
  return true;
}

/** Copies the selected text; returns false if none is selected. */
function copySelection(terminal: Terminal): boolean {
  const text = terminal.getSelection();
  if (text !== "") void bridge.call("clipboard.write", { text });
  return text !== "";
}
