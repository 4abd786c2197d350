/** The bytes of two MAC addresses at the head of each frame (IEEE 802.3). */
const addressBytes = 6;

/** Where a frame goes on a cable. */
export type Direction = "to-lan" | "to-machine";

/** Returns the form of MAC addresses in which `isCutOff` compares them. */
export function plainMacs(macs: readonly string[]): ReadonlySet<string> {
  return new Set(macs.map((mac) => mac.replaceAll(":", "").toLowerCase()));
}

const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * Returns whether a frame is from or for a machine that the cable's is cut off from. What is for all
 * passes here, and ends at the cables of those machines, as it comes from this one.
 */
export function isCutOff(
  frame: Uint8Array,
  direction: Direction,
  macs: ReadonlySet<string>,
): boolean {
  if (macs.size === 0) return false;
  const from = direction === "to-lan" ? 0 : addressBytes;
  return macs.has(hex(frame.subarray(from, from + addressBytes)));
}

/** Cuts a stream into frames, each behind its length in `lengthBytes` bytes, most significant first. */
export function createFrameCutter(lengthBytes: 2 | 4, found: (frame: Uint8Array) => void) {
  let held: Uint8Array = new Uint8Array(0);
  return (chunk: Uint8Array): void => {
    let bytes = chunk;
    if (held.length > 0) {
      bytes = new Uint8Array(held.length + chunk.length);
      bytes.set(held);
      bytes.set(chunk, held.length);
    }
    let at = 0;
    while (bytes.length - at >= lengthBytes) {
      let length = 0;
      for (let place = 0; place < lengthBytes; place += 1) {
        length = length * 256 + (bytes[at + place] ?? 0);
      }
      const end = at + lengthBytes + length;
      if (end > bytes.length) break;
      found(bytes.subarray(at + lengthBytes, end));
      at = end;
    }
    held = bytes.slice(at);
  };
}

/** Returns a frame behind its length, as `createFrameCutter` reads it. */
export function packFrame(frame: Uint8Array, lengthBytes: 2 | 4): Uint8Array {
  const packed = new Uint8Array(lengthBytes + frame.length);
  let rest = frame.length;
  for (let place = lengthBytes - 1; place >= 0; place -= 1) {
    packed[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  packed.set(frame, lengthBytes);
  return packed;
}
