import type { Readable } from "node:stream";

/** The first line of what a guest sends, and what follows it. */
export interface GuestAnswer {
  readonly line: string;
  readonly rest: AsyncIterable<Uint8Array>;
}

/** The longest first line; a guest may send as much as it likes. */
const longestLine = 4096;

/** Reads the first line of what a guest sends; null if none came. Errors throw. */
export async function readGuestAnswer(output: Readable): Promise<GuestAnswer | null> {
  const chunks = output[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let begun = new Uint8Array();
  for (;;) {
    const next = await chunks.next();
    if (next.done === true || begun.length > longestLine) return null;
    begun = Buffer.concat([begun, next.value]);
    const end = begun.indexOf(0x0a);
    if (end === -1) continue;
    const line = new TextDecoder().decode(begun.subarray(0, end));
    return { line, rest: restOf(begun.subarray(end + 1), chunks) };
  }
}

async function* restOf(
  first: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    yield next.value;
  }
}
