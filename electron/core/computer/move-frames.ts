/** A piece of the stream by which a machine is moved. */
export type MoveFrame =
  | { readonly kind: "alive" }
  | { readonly kind: "message"; readonly text: string }
  | { readonly kind: "bytes"; readonly offset: number; readonly bytes: Uint8Array }
  | StreamFrame;

/** The frames that carry a running machine's disks and memory: each stream has a number of the sender's. */
export interface StreamFrame {
  readonly kind: "stream";
  readonly number: number;
  /** The beginning of a stream to the other side's disks or memory, a piece of it, or its end. */
  readonly part: StreamPart;
  readonly bytes: Uint8Array;
}

const streamParts = ["disks", "memory", "piece", "end"] as const;
export type StreamPart = (typeof streamParts)[number];

/** The bytes in front of each frame: its kind, and the length of the rest. */
export const frameHeadBytes = 5;

/** The longest frame that is read, in bytes: a definition, or a chunk with its offset. */
export const mostFrameBytes = 4 * 1024 ** 2;

const kinds = { alive: 0, message: 1, bytes: 2, stream: 3 } as const;
const kindNames = Object.keys(kinds) as readonly (keyof typeof kinds)[];
const offsetBytes = 8;
/** The number of a stream, and which part of it comes. */
const streamHeadBytes = 5;

function head(kind: keyof typeof kinds, length: number): Uint8Array {
  const bytes = new Uint8Array(frameHeadBytes);
  bytes[0] = kinds[kind];
  new DataView(bytes.buffer).setUint32(1, length);
  return bytes;
}

/** Returns a sign of life. */
export function aliveFrame(): Uint8Array {
  return head("alive", 0);
}

/** Returns what goes in front of a message of so many bytes. */
export function messageHead(length: number): Uint8Array {
  return head("message", length);
}

/** Returns what goes in front of a file's bytes, which belong at an offset. */
export function bytesHead(offset: number, length: number): Uint8Array {
  const place = new Uint8Array(offsetBytes);
  new DataView(place.buffer).setBigUint64(0, BigInt(offset));
  return new Uint8Array([...head("bytes", offsetBytes + length), ...place]);
}

/** Returns what goes in front of a part of a stream. */
export function streamHead(number: number, part: StreamPart, length: number): Uint8Array {
  const own = new Uint8Array(streamHeadBytes);
  new DataView(own.buffer).setUint32(0, number);
  own[4] = streamParts.indexOf(part);
  return new Uint8Array([...head("stream", streamHeadBytes + length), ...own]);
}

/** Reads the head of a frame; null if the bytes are not one. */
export function readHead(
  bytes: Uint8Array,
): { readonly kind: MoveFrame["kind"]; readonly length: number } | null {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
  const kind = kindNames[bytes[0] ?? 255];
  if (kind === undefined || length > mostFrameBytes) return null;
  if (kind === "alive" && length > 0) return null;
  const least = kind === "bytes" ? offsetBytes : kind === "stream" ? streamHeadBytes : 0;
  return length < least ? null : { kind, length };
}

/** Reads the rest of a frame; null if the bytes do not fit its kind. */
export function readBody(
  kind: MoveFrame["kind"],
  body: Uint8Array,
  decode: (bytes: Uint8Array) => string,
): MoveFrame | null {
  if (kind === "alive") return { kind };
  if (kind === "message") return { kind, text: decode(body) };
  if (kind === "stream") {
    const part = streamParts[body[4] ?? 255];
    const number = new DataView(body.buffer, body.byteOffset).getUint32(0);
    return part === undefined
      ? null
      : { kind, number, part, bytes: body.subarray(streamHeadBytes) };
  }
  const offset = new DataView(body.buffer, body.byteOffset).getBigUint64(0);
  return offset > BigInt(Number.MAX_SAFE_INTEGER)
    ? null
    : { kind, offset: Number(offset), bytes: body.subarray(offsetBytes) };
}
