import type { Result } from "../../../electron/contract/errors/app-error.ts";
import {
  type ConsoleHistory,
  type ConsoleKind,
  type ConsoleMessage,
  consolePiece,
  consoleWindow,
  type TerminalSize,
} from "../../../electron/contract/machine/console.ts";
import { bridge, takePort } from "../../bridge.ts";

/** The callbacks of a console's line. */
export interface LineEvents {
  /** Gets earlier output; answers to it must not be sent. */
  readonly history?: (bytes: Uint8Array) => void;
  /** Gets output; call `used` once the bytes are processed, because main limits unprocessed ones. */
  readonly data: (bytes: Uint8Array, used: () => void) => void;
  readonly ended: () => void;
}

/** A console's line to the machine. */
export interface Line {
  /** Sends bytes in order, as fast as the machine accepts them. */
  send(bytes: Uint8Array): void;
  /** Tells the size of the page's terminal; only a login has one. */
  resize(size: TerminalSize): void;
  close(): void;
}

/** Connects to a running machine's console. */
export async function openLine(
  id: string,
  kind: ConsoleKind,
  events: LineEvents,
): Promise<Result<Line>> {
  const opened = await bridge.call("console.open", { id, console: kind });
  if (!opened.ok) return opened;
  return { ok: true, value: lineOf(await takePort(opened.value.port), events) };
}

/** Creates a line over a port; at most `consoleWindow` bytes are in flight. */
export function lineOf(port: MessagePort, events: LineEvents): Line {
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  let unused = 0;
  let isClosed = false;

  const post = (message: ConsoleMessage) => {
    if (!isClosed) port.postMessage(message);
  };
  const flush = () => {
    for (;;) {
      const [next] = waiting;
      if (next === undefined || unused + next.byteLength > consoleWindow) return;
      waiting.shift();
      unused += next.byteLength;
      post({ kind: "data", bytes: next });
    }
  };
  port.onmessage = ({ data }: MessageEvent<ConsoleMessage | ConsoleHistory>) => {
    if (data.kind === "used") {
      unused -= data.count;
      flush();
    } else if (data.kind === "history") {
      events.history?.(data.bytes);
    } else if (data.kind === "data") {
      const { bytes } = data;
      events.data(bytes, () => post({ kind: "used", count: bytes.byteLength }));
    }
  };
  port.addEventListener("close", () => {
    if (isClosed) return;
    isClosed = true;
    events.ended();
  });
  port.start();
  return {
    send(bytes) {
      for (let at = 0; at < bytes.byteLength; at += consolePiece) {
        waiting.push(bytes.slice(at, at + consolePiece));
      }
      flush();
    },
    resize: (size) => post({ kind: "size", size }),
    close() {
      isClosed = true;
      port.close();
    },
  };
}
