import * as v from "valibot";
import {
  type ConsoleHistory,
  type ConsoleMessage,
  consoleMessageSchema,
  consolePiece,
  consoleWindow,
} from "../../contract/machine/console.ts";
import type { OpenConsole } from "../../services/machine/console/consoles.ts";

/** The side of a channel that main keeps: the used part of Electron's `MessagePortMain`. */
export interface ConsolePort {
  postMessage(message: ConsoleMessage | ConsoleHistory): void;
  on(event: "message", listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  start(): void;
  close(): void;
}

/**
 * Connects a machine's socket to a page's port, until one of them ends; then both do. Neither side
 * is sent more than `consoleWindow` unacknowledged bytes, and a page that sends more or other data
 * is disconnected.
 */
export function tieConsole(port: ConsolePort, { socket, history, resize }: OpenConsole): void {
  let unused = 0;
  let unwritten = 0;
  let isOver = false;

  const end = () => {
    if (isOver) return;
    isOver = true;
    socket.destroy();
    port.close();
  };
  const send = (chunk: Uint8Array) => {
    for (let at = 0; at < chunk.byteLength; at += consolePiece) {
      port.postMessage({ kind: "data", bytes: chunk.slice(at, at + consolePiece) });
    }
    unused += chunk.byteLength;
    if (unused >= consoleWindow) socket.pause();
  };
  const receive = (message: ConsoleMessage): boolean => {
    if (message.kind === "used") {
      unused -= message.count;
      if (unused < consoleWindow) socket.resume();
      return unused >= 0;
    }
    if (message.kind === "size") {
      resize?.(message.size);
      return resize !== undefined;
    }
    const count = message.bytes.byteLength;
    unwritten += count;
    if (unwritten > consoleWindow) return false;
    socket.write(message.bytes, () => {
      unwritten -= count;
      if (!isOver) port.postMessage({ kind: "used", count });
    });
    return true;
  };

  port.on("message", ({ data }) => {
    const parsed = v.safeParse(consoleMessageSchema, data);
    if (isOver || (parsed.success && receive(parsed.output))) return;
    end();
  });
  port.on("close", end);
  socket.on("error", end);
  socket.on("close", end);
  if (history.byteLength > 0) port.postMessage({ kind: "history", bytes: history });
  socket.on("data", send);
  port.start();
  // The machine may have ended before the page listened.
  if (socket.destroyed) end();
}
