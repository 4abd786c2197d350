import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { bridge } from "../../bridge.ts";
import { type Line, openLine } from "./console-line.ts";
import type { ConsoleStanding, ConsoleView } from "./console-view.ts";
import { withStyleSheets } from "./terminal-styles.ts";

/** Lines above the screen that can be scrolled back to. */
const scrollback = 5000;

/** The terminal's colours: dark in both themes, as the guests' programs expect. */
const theme = {
  background: "#14171b",
  foreground: "#eceff3",
  cursor: "#2dd4bf",
  cursorAccent: "#14171b",
  selectionBackground: "#36506080",
} as const;

/** A serial console on the page. */
export interface SerialView extends ConsoleView {
  /** Copies what is selected; false if nothing is. */
  copy(): boolean;
  /**
   * Types the command that tells the guest how large the terminal is: a serial line cannot carry
   * that itself.
   */
  sendSize(): void;
}

/** Shows a machine's serial line in an element; the element is empty again after `close`. */
export function showSerial(
  element: HTMLElement,
  id: string,
  stands: (standing: ConsoleStanding) => void,
): SerialView {
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
  const resized = new ResizeObserver(() => fit.fit());
  resized.observe(element);

  const encoder = new TextEncoder();
  let line: Line | null = null;
  let isClosed = false;
  let isReplaying = false;
  const type = (text: string) => line?.send(encoder.encode(text));
  terminal.onData((text) => {
    // What was said before may hold questions to the terminal; answered again, they would be typed.
    if (!isReplaying) type(text);
  });
  terminal.onBinary((text) => line?.send(Uint8Array.from(text, (char) => char.charCodeAt(0))));
  const copy = () => {
    const text = terminal.getSelection();
    if (text !== "") void bridge.call("clipboard.write", { text });
    return text !== "";
  };
  const paste = (text: string) => terminal.paste(text);
  terminal.attachCustomKeyEventHandler((event) => {
    const isShortcut = event.type === "keydown" && event.ctrlKey && event.shiftKey;
    if (isShortcut && event.code === "KeyC") {
      event.preventDefault();
      copy();
      return false;
    }
    if (isShortcut && event.code === "KeyV") {
      event.preventDefault();
      void bridge.call("clipboard.read", undefined).then((text) => text.ok && paste(text.value));
      return false;
    }
    return true;
  });

  stands("connecting");
  void openLine(id, "serial", {
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
    stands("open");
  });

  return {
    focus: () => terminal.focus(),
    paste,
    copy,
    sendSize: () => type(`stty rows ${terminal.rows} cols ${terminal.cols}\r`),
    close() {
      isClosed = true;
      line?.close();
      resized.disconnect();
      terminal.dispose();
      dropStyles();
    },
  };
}
