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
    const filled = new Uint8Array(Math.ceil(content.length / tarBlock) * tarBlock);
    filled.set(content);
    return [header(name, content.length, modifiedAt), filled];
  });
  // Two blocks of zeros end an archive.
  const archive = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 2 * tarBlock));
  let at = 0;
  for (const part of parts) {
    archive.set(part, at);
    at += part.length;
  }
  return archive;
}

function header(name: string, size: number, modifiedAt: number): Uint8Array {
  const block = new Uint8Array(tarBlock);
  const put = (at: number, text: string) => block.set(utf8(text), at);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  put(0, name);
  put(100, octal(0o600, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(size, 11));
  put(136, octal(modifiedAt, 11));
  // The checksum counts its own field as blanks.
  put(148, " ".repeat(8));
  put(156, "0");
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
