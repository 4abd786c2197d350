import { open } from "node:fs/promises";
import { connect, type Socket } from "node:net";

/** The bytes of earlier output of the serial line that are shown: a few screens. */
const historyBytes = 16 * 1024;

/** Connects to a machine's UNIX socket; null if no process listens there. */
export function connectSocket(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => resolve(socket));
    // It stays: an error before any other listener is there would end the whole program.
    socket.on("error", () => resolve(null));
  });
}

/** Returns the end of a log, beginning with a whole line; empty if it cannot be read. */
export async function readLogEnd(path: string): Promise<Uint8Array> {
  const file = await open(path, "r").catch(() => null);
  if (file === null) return new Uint8Array();
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - historyBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    const end = buffer.subarray(0, bytesRead);
    return from === 0 ? end : end.subarray(end.indexOf("\n") + 1);
  } finally {
    await file.close();
  }
}
