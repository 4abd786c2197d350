/** The most bytes of one frame of typed input. */
const mostFrameBytes = 64 * 1024 - 1;

const headBytes = 2;

/**
 * Returns what is typed as frames: each has its length in front, in two bytes. One without bytes is a sign of
 * life, as typed input alone would not tell that its sender is gone.
 */
export function consoleFrames(bytes: Uint8Array): Uint8Array {
  const count = Math.max(1, Math.ceil(bytes.length / mostFrameBytes));
  const out = new Uint8Array(bytes.length + count * headBytes);
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    const piece = bytes.subarray(index * mostFrameBytes, (index + 1) * mostFrameBytes);
    out.set([piece.length >> 8, piece.length & 0xff], at);
    out.set(piece, at + headBytes);
    at += headBytes + piece.length;
  }
  return out;
}

/** Takes pieces of such frames, and returns what was typed in all that are whole. */
export function createFrameReader(): (piece: Uint8Array) => readonly Uint8Array[] {
  let rest = new Uint8Array();
  return (piece) => {
    const all = new Uint8Array(rest.length + piece.length);
    all.set(rest);
    all.set(piece, rest.length);
    const typed: Uint8Array[] = [];
    let at = 0;
    while (all.length - at >= headBytes) {
      const length = ((all[at] ?? 0) << 8) | (all[at + 1] ?? 0);
      if (all.length - at - headBytes < length) break;
      if (length > 0) typed.push(all.slice(at + headBytes, at + headBytes + length));
      at += headBytes + length;
    }
    rest = all.slice(at);
    return typed;
  };
}
