import { createConnection } from "node:net";

/**
 * Connects to a UNIX socket, and resolves when the other side ends, however that comes, kill -9
 * included, or with `signal`. False if no process listens there.
 */
export function connectionEnd(path: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let connected = false;
    const socket = createConnection({ path, signal }, () => {
      connected = true;
    });
    socket.on("error", () => {});
    // A greeting, if there is one, is not read.
    socket.resume().once("close", () => resolve(connected));
  });
}
