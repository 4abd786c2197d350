import type { Readable, Writable } from "node:stream";
import { moveAliveMs, moveSilenceMs } from "../../contract/computer/move.ts";
import {
  aliveFrame,
  bytesHead,
  frameHeadBytes,
  type MoveFrame,
  messageHead,
  readBody,
  readHead,
  type StreamPart,
  streamHead,
} from "../../core/computer/move-frames.ts";

/** The stream by which a machine is moved, with one side at each end. */
export interface MoveChannel {
  /** Sends a message; false: the other side is gone. */
  send(message: unknown): Promise<boolean>;
  /** Sends bytes of the present file. */
  sendBytes(offset: number, bytes: Uint8Array): Promise<boolean>;
  /** Sends a part of a stream. */
  sendStream(number: number, part: StreamPart, bytes: Uint8Array): Promise<boolean>;
  /** Returns the next piece; null: the other side is gone, or sent something else. */
  next(): Promise<Exclude<MoveFrame, { readonly kind: "alive" }> | null>;
  /** Ends our direction once all is sent, and then the other one. */
  close(): void;
}

const newline = 10;

/** Reads exact numbers of bytes from a stream; null once it has ended or is silent for too long. */
export function createByteReader(input: Readable): {
  take(count: number): Promise<Buffer | null>;
  line(most: number): Promise<string | null>;
} {
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  async function more(): Promise<boolean> {
    let late: NodeJS.Timeout | undefined;
    const silence = new Promise<null>((resolve) => {
      late = setTimeout(() => resolve(null), moveSilenceMs);
    });
    try {
      const got = await Promise.race([chunks.next(), silence]);
      if (got === null || got.done === true) return false;
      rest = rest.length === 0 ? got.value : Buffer.concat([rest, got.value]);
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(late);
    }
  }
  return {
    async take(count) {
      while (rest.length < count) if (!(await more())) return null;
      const taken = rest.subarray(0, count);
      rest = rest.subarray(count);
      return taken;
    },
    async line(most) {
      for (;;) {
        const end = rest.indexOf(newline);
        if (end !== -1) {
          const text = rest.subarray(0, end).toString("utf8");
          rest = rest.subarray(end + 1);
          return text;
        }
        if (rest.length > most || !(await more())) return null;
      }
    },
  };
}

/** Makes a channel of two streams; `reader` may have taken a greeting from the first one. */
export function createMoveChannel(
  reader: ReturnType<typeof createByteReader>,
  input: Readable,
  output: Writable,
): MoveChannel {
  let isOver = false;
  const over = () => {
    isOver = true;
    clearInterval(alive);
  };
  output.once("error", over).once("close", over);
  const alive = setInterval(() => void write([aliveFrame()]), moveAliveMs);

  async function write(parts: readonly Uint8Array[]): Promise<boolean> {
    if (isOver) return false;
    let isFull = false;
    for (const part of parts) isFull = !output.write(part);
    if (isFull) {
      await new Promise<void>((resolve) => {
        const go = () => {
          output.off("drain", go).off("close", go).off("error", go);
          resolve();
        };
        output.on("drain", go).on("close", go).on("error", go);
      });
    }
    return !isOver;
  }

  return {
    send(message) {
      const bytes = Buffer.from(JSON.stringify(message), "utf8");
      return write([messageHead(bytes.length), bytes]);
    },
    sendBytes: (offset, bytes) => write([bytesHead(offset, bytes.length), bytes]),
    sendStream: (number, part, bytes) => write([streamHead(number, part, bytes.length), bytes]),
    async next() {
      for (;;) {
        const begun = await reader.take(frameHeadBytes);
        const head = begun === null ? null : readHead(begun);
        const body = head === null ? null : await reader.take(head.length);
        if (head === null || body === null) return null;
        const frame = readBody(head.kind, body, (bytes) => Buffer.from(bytes).toString("utf8"));
        if (frame === null || frame.kind !== "alive") return frame;
      }
    },
    close() {
      over();
      output.end();
      input.destroy();
    },
  };
}
