import { createConnection } from "node:net";

/**
 * Connects to a UNIX socket, whose other side's end ends the connection however that comes, kill -9
 * included. Ends with it, or with `signal`; false: nobody listens there.
 */
export function connectionEnd(path: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let connected = false;
    const socket = createConnection({ path, signal }, () => {
      connected = true;
    });
    socket.on("error", () => {});
    // A greeting, if there is one, which nobody reads.
    socket.resume().once("close", () => resolve(connected));
  });
}
