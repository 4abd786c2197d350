import RFB, { type RawChannel } from "@novnc/novnc";
import { type Line, openLine } from "./console-line.ts";
import type { ConsoleStanding, ConsoleView } from "./console-view.ts";
import { shiftKeysym, typedKeys } from "./typed-keys.ts";

/** Milliseconds between two typed characters: a PS/2 keyboard buffers only 16 key events. */
const typingPace = 12;

/** A machine's screen on the page. */
export interface ScreenView extends ConsoleView {
  ctrlAltDel(): void;
  /** Sends Ctrl+Alt with a function key, which leads to another terminal of the guest. */
  ctrlAltF(number: number): void;
  /** Returns the current picture as PNG; null before the first one. */
  picture(): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** A line with the interface of an open WebSocket, for noVNC. */
class LineChannel implements RawChannel {
  binaryType = "arraybuffer";
  onerror: RawChannel["onerror"] = null;
  onmessage: RawChannel["onmessage"] = null;
  onopen: RawChannel["onopen"] = null;
  onclose: RawChannel["onclose"] = null;
  readonly protocol = "";
  readyState: "open" | "closed" = "open";
  line: Line | null = null;

  send(data: Uint8Array): void {
    // noVNC reuses its buffer.
    this.line?.send(data.slice());
  }

  close(): void {
    this.line?.close();
    this.end();
  }

  end(): void {
    if (this.readyState === "closed") return;
    this.readyState = "closed";
    // noVNC expects the event asynchronously, even after it closed the line itself.
    queueMicrotask(() => this.onclose?.({ code: 1000, reason: "" }));
  }
}

/** Shows a machine's screen in an element; the element is empty again after `close`. */
export function showScreen(
  element: HTMLElement,
  id: string,
  stands: (standing: ConsoleStanding) => void,
): ScreenView {
  const channel = new LineChannel();
  let screen: RFB | null = null;
  let isClosed = false;
  let typing: ReturnType<typeof setInterval> | undefined;

  stands("connecting");
  void openLine(id, "screen", {
    data: (bytes, used) => {
      channel.onmessage?.({ data: new Uint8Array(bytes).buffer });
      used();
    },
    ended: () => channel.end(),
  }).then((opened) => {
    if (!opened.ok) return isClosed || stands(opened.error);
    if (isClosed) return opened.value.close();
    channel.line = opened.value;
    screen = new RFB(element, channel, { shared: true });
    screen.background = "transparent";
    screen.scaleViewport = true;
    screen.showDotCursor = true;
    screen.addEventListener("connect", () => stands("open"));
    screen.addEventListener("disconnect", () => {
      if (!isClosed) stands("ended");
    });
  });

  return {
    focus: () => screen?.focus(),
    paste(text) {
      const keys = [...typedKeys(text)];
      clearInterval(typing);
      typing = setInterval(() => {
        const key = keys.shift();
        if (key === undefined) return clearInterval(typing);
        if (key.shift) screen?.sendKey(shiftKeysym, null, true);
        screen?.sendKey(key.keysym, null);
        if (key.shift) screen?.sendKey(shiftKeysym, null, false);
      }, typingPace);
    },
    ctrlAltDel: () => screen?.sendCtrlAltDel(),
    ctrlAltF(number) {
      const held = [
        [0xffe3, "ControlLeft"],
        [0xffe9, "AltLeft"],
        [0xffbd + number, `F${number}`],
      ] as const;
      for (const [keysym, code] of held) screen?.sendKey(keysym, code, true);
      for (const [keysym, code] of held.toReversed()) screen?.sendKey(keysym, code, false);
    },
    async picture() {
      const blob = await new Promise<Blob | null>((resolve) => {
        if (screen === null) resolve(null);
        else screen.toBlob(resolve, "image/png");
      });
      return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
    },
    close() {
      isClosed = true;
      clearInterval(typing);
      screen?.disconnect();
      channel.close();
      element.replaceChildren();
    },
  };
}
