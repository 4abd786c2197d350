import { connect } from "node:net";
import { createLineCutter } from "../../system/line-cutter.ts";

/** Longest line of a guest that is accepted, in bytes. */
const longestLine = 1024;

/** The host's end of the port on which a guest of a warmed template is told who it is. */
export interface WakePort {
  tell(text: string): void;
  /** Waits for the guest's next line; null if none came in time, or the connection ended. */
  answer(timeoutMs: number, signal?: AbortSignal): Promise<string | null>;
  close(): void;
}

/** Connects to the port; what the guest said before is lost. Null if QEMU does not answer. */
export function openWakePort(path: string): Promise<WakePort | null> {
  const socket = connect(path);
  const cutter = createLineCutter(longestLine);
  const heard: string[] = [];
  let hasEnded = false;
  let wake = () => {};
  socket.on("data", (chunk: Buffer) => {
    heard.push(...cutter.push(chunk));
    if (cutter.isOverlong) socket.destroy();
    wake();
  });
  socket.once("close", () => {
    hasEnded = true;
    wake();
  });
  const port: WakePort = {
    tell: (text) => void socket.write(text),
    async answer(timeoutMs, signal) {
      const deadline = Date.now() + timeoutMs;
      while (heard.length === 0 && !hasEnded && signal?.aborted !== true) {
        const left = deadline - Date.now();
        if (left <= 0) break;
        await new Promise<void>((resolve) => {
          const end = () => {
            clearTimeout(timer);
            signal?.removeEventListener("abort", end);
            resolve();
          };
          const timer = setTimeout(end, left);
          wake = end;
          signal?.addEventListener("abort", end);
        });
      }
      return heard.shift() ?? null;
    },
    close: () => socket.destroy(),
  };
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(port));
    socket.once("error", () => resolve(null));
  });
}
