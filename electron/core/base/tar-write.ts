import { tarBlock } from "./tar-read.ts";

/** A text that becomes a member of an archive. Names are ASCII, at most 100 characters. */
export interface TarText {
  readonly name: string;
  readonly text: string;
}

/**
 * Packs texts into a tar archive (ustar, tar(5)). `modifiedAt`: seconds since the epoch, for all.
 */
export function packTar(members: readonly TarText[], modifiedAt: number): Uint8Array {
  const parts = members.flatMap(({ name, text }) => {
    const content = utf8(text);
    const facts = { type: "0", mode: 0o600, size: content.length, modifiedAt };
    return [header(utf8(name), facts), content, tarPadding(content.length)];
  });
  return joined([...parts, tarEnd()]);
}

/** A member of an archive of any length: a file, a folder, a symbolic link, or a second name of a file. */
export interface TarMember {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "same";
  /** The permissions. */
  readonly mode: number;
  /** The bytes of a file; 0 for all others. */
  readonly size: number;
  /** Seconds since the epoch. */
  readonly modifiedAt: number;
  /** The target of a link, or the first name of a file that has a second one. */
  readonly link?: string | undefined;
}

const typeFlags = { file: "0", same: "1", link: "2", folder: "5" } as const;
const nameBytes = 100;

/**
 * Returns the blocks before a member's content, in GNU's format: long names have a block of their
 * own, which also busybox reads, and all bytes of a name stay as they are.
 */
export function tarHeader(member: TarMember): Uint8Array {
  const { name, kind, mode, size, modifiedAt, link = "" } = member;
  return joined([
    longName("L", utf8(name)),
    longName("K", utf8(link)),
    header(utf8(name), { type: typeFlags[kind], mode, size, modifiedAt, link: utf8(link) }),
  ]);
}

/** Returns the zeros that fill the last block of a member's content. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((tarBlock - (size % tarBlock)) % tarBlock);
}

/** Returns the end of an archive. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * tarBlock);
}

/** Returns a member that holds a name for the next one; nothing for a name that fits into a header. */
function longName(type: string, name: Uint8Array): Uint8Array {
  if (name.length <= nameBytes) return new Uint8Array();
  const size = name.length + 1;
  const facts = { type, mode: 0, size, modifiedAt: 0 };
  // A zero ends the name.
  const content = joined([name, new Uint8Array(1), tarPadding(size)]);
  return joined([header(utf8("././@LongLink"), facts), content]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

interface HeaderFacts {
  readonly type: string;
  readonly mode: number;
  readonly size: number;
  readonly modifiedAt: number;
  readonly link?: Uint8Array;
}

function header(
  name: Uint8Array,
  { type, mode, size, modifiedAt, link = new Uint8Array() }: HeaderFacts,
): Uint8Array {
  const block = new Uint8Array(tarBlock);
  const put = (at: number, text: string) => block.set(utf8(text), at);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  block.set(name.subarray(0, nameBytes));
  put(100, octal(mode, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  block.set(sizeField(size), 124);
  put(136, octal(Math.max(0, Math.floor(modifiedAt)), 11));
  // The checksum counts its own field as blanks.
  put(148, " ".repeat(8));
  put(156, type);
  block.set(link.subarray(0, nameBytes), 157);
  put(257, "ustar\x0000");
  put(
    148,
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )} `,
  );
  return block;
}

/** Returns the field of a size: octal, and in GNU's binary form from 8 GiB on. */
function sizeField(size: number): Uint8Array {
  if (size < 8 ** 11) return utf8(`${size.toString(8).padStart(11, "0")}\0`);
  const field = new Uint8Array(12);
  let rest = size;
  for (let at = 11; rest > 0; at -= 1) {
    field[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  field[0] = 0x80;
  return field;
}

/** Encodes UTF-8 by way of percent-encoding, because this layer has no text encoder. */
function utf8(text: string): Uint8Array {
  // A lone surrogate would make the escaping throw.
  const escaped = encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"));
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at += 1) {
    if (escaped[at] === "%") {
      bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16));
      at += 2;
    } else bytes.push(escaped.charCodeAt(at));
  }
  return Uint8Array.from(bytes);
}
