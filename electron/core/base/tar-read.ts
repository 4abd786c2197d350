import { latin1 } from "./latin1.ts";

/** One member of a tar archive, from its header. */
export interface TarMember {
  readonly name: string;
  /** Bytes of content, which follows the header. */
  readonly size: number;
  /**
   * `name`, `attributes`: about the next member; `ignored`: about where links lead, or about all that
   * follow; `sparse`: a file without its holes; `other`: links, folders, devices.
   */
  readonly kind: "file" | "name" | "attributes" | "ignored" | "sparse" | "other";
}

/** Headers are one block each, and contents fill whole blocks (tar(5)). */
export const tarBlock = 512;

/**
 * Reads a header. Null if the block is the archive's end (zeros); undefined if it is not a header,
 * or its checksum is wrong. Numbers are octal, or big-endian behind a set top bit (GNU).
 */
export function parseTarHeader(block: Uint8Array): TarMember | null | undefined {
  if (block.length < tarBlock) return undefined;
  if (block.every((byte) => byte === 0)) return null;
  const checksum = parseNumber(block.subarray(148, 156));
  // The checksum is the sum of all bytes, its own field counted as blanks.
  const sum = block.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  const size = parseNumber(block.subarray(124, 136));
  if (checksum !== sum || size === null) return undefined;
  const prefix = text(block, 257, 262) === "ustar" ? text(block, 345, 500) : "";
  const name = text(block, 0, 100);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    size,
    kind: kindOf(String.fromCharCode(block[156] ?? 0)),
  };
}

const kinds: Readonly<Record<string, TarMember["kind"]>> = {
  ...{ "0": "file", "\0": "file", S: "sparse" },
  ...{ L: "name", x: "attributes", K: "ignored", g: "ignored" },
};

function kindOf(flag: string): TarMember["kind"] {
  return kinds[flag] ?? "other";
}

/** Reads the attributes of a pax header: lines of `LENGTH KEY=VALUE`, whose length counts itself. */
export function readAttributes(bytes: Uint8Array): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let text = latin1(bytes); text !== ""; ) {
    const [, length = "", key] = /^(\d{1,6}) ([^=]+)=/.exec(text) ?? [];
    const end = Number(length);
    if (key === undefined || end <= length.length + key.length + 1) break;
    found.set(key, text.slice(length.length + key.length + 2, end - 1));
    text = text.slice(end);
  }
  return found;
}

function text(block: Uint8Array, from: number, to: number): string {
  const field = block.subarray(from, to);
  const end = field.indexOf(0);
  return latin1(end === -1 ? field : field.subarray(0, end));
}

function parseNumber(field: Uint8Array): number | null {
  const [first = 0] = field;
  let value = 0;
  if ((first & 0x80) !== 0) {
    for (const [at, byte] of field.entries()) value = value * 256 + (at === 0 ? byte & 0x7f : byte);
  } else {
    const digits = latin1(field)
      .replace(/[\0 ]+$/, "")
      .trimStart();
    if (!/^[0-7]+$/.test(digits)) return null;
    value = Number.parseInt(digits, 8);
  }
  return Number.isSafeInteger(value) ? value : null;
}
