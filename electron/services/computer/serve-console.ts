import type { Duplex } from "node:stream";
import { consoleSilenceMs } from "../../contract/computer/console-line.ts";
import { serveProtocol } from "../../contract/computer/serve.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import { createFrameReader } from "../../core/computer/console-frames.ts";

export interface ServeConsoleParts {
  readonly version: string;
  readonly open: () => Promise<Result<{ readonly socket: Duplex; readonly history: Uint8Array }>>;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Tells the other side on the standard error: the other streams carry the console. */
  readonly tell: (line: string) => void;
}

/**
 * Carries a machine's console on our standard streams until either side ends, or the other one was silent
 * for too long: it may have vanished with its network, which nobody tells.
 */
export async function serveConsole(parts: ServeConsoleParts): Promise<void> {
  const { version, input, output } = parts;
  const tell = (console: number | null) =>
    parts.tell(JSON.stringify({ virtray: version, protocol: serveProtocol, console }));
  const opened = await parts.open();
  if (!opened.ok) {
    tell(null);
    return;
  }
  const { socket, history } = opened.value;
  tell(history.byteLength);
  output.write(history);
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(silence);
      socket.destroy();
      resolve();
    };
    let silence = setTimeout(end, consoleSilenceMs);
    const read = createFrameReader();
    input.on("data", (piece: Buffer) => {
      clearTimeout(silence);
      silence = setTimeout(end, consoleSilenceMs);
      for (const typed of read(piece)) socket.write(typed);
    });
    for (const stream of [input, socket] as const) stream.once("end", end).once("close", end);
    for (const stream of [input, socket, output]) stream.once("error", end);
    socket.pipe(output, { end: false });
  });
}
