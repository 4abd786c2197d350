import type { ImageDamage, ImageFault } from "../../contract/errors/template.ts";
import { latin1 } from "../base/latin1.ts";
import type { Reading } from "../base/stretch.ts";
import { looksLikeDisk, signatureBytes } from "./disk-signature.ts";
import { type GrowingVhd, isFixedVhd, judgeGrowingVhd } from "./vhd-header.ts";
import { hasVhdxParent } from "./vhdx-parent.ts";

/** The formats that a template can be made from. */
export type SourceFormat = "qcow2" | "vmdk" | "vdi" | "vhdx" | "vpc" | "raw";

/** The compression of a file. */
export type Packing = "gzip" | "bzip2" | "xz" | "zstd" | "zip";

/**
 * The kind of a file, by its content. An image from outside is judged before QEMU sees it: even
 * `qemu-img info` opens the files that a hostile one names.
 */
export type ImageVerdict =
  | { readonly kind: "image"; readonly format: SourceFormat }
  | { readonly kind: "packed"; readonly packing: Packing }
  | { readonly kind: "archive" }
  | { readonly kind: "web-page" }
  /** It needs or names another file. */
  | { readonly kind: "reaches-out"; readonly format: SourceFormat; readonly detail: string }
  | { readonly kind: "damaged"; readonly damage: ImageDamage }
  /** Its disk has a size of 0. */
  | { readonly kind: "empty" }
  | { readonly kind: "unsupported"; readonly fault: ImageFault; readonly detail?: string };

function startsWith(begin: Uint8Array, offset: number, bytes: readonly number[] | string): boolean {
  const wanted = typeof bytes === "string" ? [...bytes].map((c) => c.charCodeAt(0)) : bytes;
  return wanted.every((byte, index) => begin[offset + index] === byte);
}

function view(begin: Uint8Array): DataView {
  return new DataView(begin.buffer, begin.byteOffset, begin.byteLength);
}

/**
 * Judges a file, or a piece of one, of `size` bytes by its content. It refuses every image that
 * could make QEMU open a name in it, even if the format's own rules ignore the name.
 */
export function* judgeImage(size: number): Reading<ImageVerdict> {
  const begin = yield { offset: 0, length: Math.min(size, signatureBytes) };
  if (startsWith(begin, 0, "QFI\xfb")) return judgeQcow2(begin);
  if (startsWith(begin, 0, "KDMV")) return judgeVmdk(begin);
  if (startsWith(begin, 0, "# Disk DescriptorFile")) {
    return { kind: "reaches-out", format: "vmdk", detail: "data-elsewhere" };
  }
  if (startsWith(begin, 0, "COWD")) return unsupported("format", "VMDK of ESX 3");
  if (startsWith(begin, 0, "vhdxfile")) return yield* judgeVhdx(size);
  if (startsWith(begin, 0, "conectix")) return vhdVerdict(yield* judgeGrowingVhd(size));
  if (startsWith(begin, 64, vdiSignature)) return judgeVdi(begin, size);
  if (startsWith(begin, 0, [0x1f, 0x8b])) return { kind: "packed", packing: "gzip" };
  if (startsWith(begin, 0, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])) {
    return { kind: "packed", packing: "xz" };
  }
  if (startsWith(begin, 0, [0x28, 0xb5, 0x2f, 0xfd])) return { kind: "packed", packing: "zstd" };
  // Its signature, the size of its blocks, and the signature of the first block.
  if (startsWith(begin, 0, "BZh") && startsWith(begin, 4, "1AY&SY")) {
    return { kind: "packed", packing: "bzip2" };
  }
  // The second one is an archive without members.
  if (startsWith(begin, 0, "PK\x03\x04") || startsWith(begin, 0, "PK\x05\x06")) {
    return { kind: "packed", packing: "zip" };
  }
  if (startsWith(begin, 257, "ustar")) return { kind: "archive" };
  if (yield* isFixedVhd(size)) return { kind: "image", format: "vpc" };
  if (looksLikeDisk(size, begin)) return { kind: "image", format: "raw" };
  return isWebPage(begin) ? { kind: "web-page" } : unsupported("no-image");
}

function vhdVerdict(found: GrowingVhd): ImageVerdict {
  switch (found) {
    case "whole":
      return { kind: "image", format: "vpc" };
    case "differencing":
      return { kind: "reaches-out", format: "vpc", detail: "differs-from-image" };
    case "empty":
      return { kind: "empty" };
    case "damaged":
      return unsupported("damaged");
    case "cut-off":
      return { kind: "damaged", damage: "cut-off" };
  }
}

/** Returns whether a file is an HTML page, such as a network that wants a login sends for anything. */
export function isWebPage(begin: Uint8Array): boolean {
  const text = latin1(begin.subarray(0, 1024)).replace(/^\xef\xbb\xbf/, "");
  return /^\s*(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body|title|script|meta)\b/i.test(
    text,
  );
}

function* judgeVhdx(size: number): Reading<ImageVerdict> {
  const hasParent = yield* hasVhdxParent(size);
  if (hasParent === null) return unsupported("damaged");
  return hasParent
    ? { kind: "reaches-out", format: "vhdx", detail: "differs-from-image" }
    : { kind: "image", format: "vhdx" };
}

function unsupported(fault: ImageFault, detail?: string): ImageVerdict {
  return { kind: "unsupported", fault, ...(detail === undefined ? {} : { detail }) };
}

/** The files that a qcow2 image names; null if it does not. */
interface Qcow2Names {
  readonly backing: string | null;
  readonly data: string | null;
}

/** Returns the files that a qcow2 header names; null if it is not such a header. */
export function readQcow2Names(begin: Uint8Array): Qcow2Names | null {
  if (begin.length < qcow2HeaderBytes || !startsWith(begin, 0, "QFI\xfb")) return null;
  const header = view(begin);
  const nameAt = header.getBigUint64(8);
  const length = Math.min(header.getUint32(16), 1023);
  const name = latin1(begin.subarray(Number(nameAt), Number(nameAt) + length));
  // Incompatible feature bit 2, which version 2 does not have yet: the data are in an external file.
  const isSplit = header.getUint32(4) > 2 && (header.getBigUint64(72) & 4n) !== 0n;
  return {
    backing: nameAt === 0n ? null : nameOr(name, "parent-unnamed"),
    data: isSplit ? nameOr(dataFileName(begin), "data-elsewhere") : null,
  };
}

/**
 * Returns whether a qcow2 image was not closed by who wrote to it: its clusters may not be counted
 * yet.
 */
export function isDirtyQcow2(begin: Uint8Array): boolean {
  if (readQcow2Names(begin) === null) return false;
  const header = view(begin);
  return header.getUint32(4) > 2 && (header.getBigUint64(72) & 1n) !== 0n;
}

/** The type of the header extension that names the file with the data. */
const dataFileExtension = 0x44415441;

/** Returns the name of the data file from the header's extensions; empty if there is none. */
function dataFileName(begin: Uint8Array): string {
  const header = view(begin);
  // Each is a type, a length, and its bytes up to the next multiple of 8.
  for (let at = header.getUint32(100); at + 8 <= begin.length; ) {
    const type = header.getUint32(at);
    const length = header.getUint32(at + 4);
    if (type === 0) return "";
    if (type === dataFileExtension) return latin1(begin.subarray(at + 8, at + 8 + length));
    at += 8 + Math.ceil(length / 8) * 8;
  }
  return "";
}

/** The size of version 3's header, without optional fields. */
const qcow2HeaderBytes = 104;

/** Judges a qcow2 header (docs/interop/qcow2.txt in QEMU's source), which is big-endian. */
function judgeQcow2(begin: Uint8Array): ImageVerdict {
  const names = readQcow2Names(begin);
  if (names === null) return unsupported("cut-off");
  const header = view(begin);
  const version = header.getUint32(4);
  if (version !== 2 && version !== 3) return unsupported("format", `qcow2 version ${version}`);
  const other = names.backing ?? names.data;
  if (other !== null) return { kind: "reaches-out", format: "qcow2", detail: other };
  if (header.getUint32(32) !== 0) return unsupported("encrypted");
  if (header.getBigUint64(24) === 0n) return { kind: "empty" };
  // Incompatible feature bit 1: QEMU found its tables to contradict each other.
  const isMarked = version === 3 && (header.getBigUint64(72) & 2n) !== 0n;
  return isMarked ? { kind: "damaged", damage: "marked" } : { kind: "image", format: "qcow2" };
}

/**
 * The end of the area where QEMU searches every sparse VMDK for a parent's name, whatever its
 * header says: 20 sectors from the second on (`desc_offset` and `DESC_SIZE` in QEMU's
 * block/vmdk.c).
 */
const vmdkDescriptionEnd = 21 * 512;

/**
 * Judges the header of a sparse VMDK (VMware's "Virtual Disk Format 5.0"), little-endian: with
 * capacity 0 it only describes other files, and the embedded description may name a parent. QEMU
 * reads the parent's name two characters after the bare word, so the word alone is refused.
 */
function judgeVmdk(begin: Uint8Array): ImageVerdict {
  if (begin.length < 512) return unsupported("cut-off");
  const header = view(begin);
  if (header.getBigUint64(12, true) === 0n) {
    return { kind: "reaches-out", format: "vmdk", detail: "data-elsewhere" };
  }
  const sector = 512n;
  const at = header.getBigUint64(28, true) * sector;
  const end = at + header.getBigUint64(36, true) * sector;
  if (end > BigInt(begin.length)) {
    return unsupported("far-description");
  }
  const text = latin1(begin.subarray(0, Math.max(Number(end), vmdkDescriptionEnd)));
  const parent = /parentFileNameHint[^\w/]{0,4}([^"\n\0]*)/i.exec(text)?.[1];
  return parent === undefined
    ? { kind: "image", format: "vmdk" }
    : { kind: "reaches-out", format: "vmdk", detail: nameOr(parent, "parent-unnamed") };
}

/** VDI's signature, 0xbeda107f, little-endian, after a text of 64 bytes. */
const vdiSignature = [0x7f, 0x10, 0xda, 0xbe];

/**
 * VDI's header (VirtualBox's VDICore.h), little-endian: of its types 1 and 2 hold all of a disk, and
 * what the others differ from is named by two ids, which are all zeros where there is none. QEMU reads
 * zeros behind a file's end and takes that for well, so what the blocks take is counted here.
 */
function judgeVdi(begin: Uint8Array, size: number): ImageVerdict {
  if (begin.length < 512) return unsupported("cut-off");
  const header = view(begin);
  const type = header.getUint32(76, true);
  const isWhole = type === 1 || type === 2;
  if (!isWhole || begin.subarray(424, 456).some((byte) => byte !== 0)) {
    return { kind: "reaches-out", format: "vdi", detail: "differs-from-image" };
  }
  if (header.getBigUint64(368, true) === 0n) return { kind: "empty" };
  const [dataAt, blockBytes] = [header.getUint32(344, true), header.getUint32(376, true)];
  return size < dataAt + header.getUint32(388, true) * blockBytes
    ? { kind: "damaged", damage: "cut-off" }
    : { kind: "image", format: "vdi" };
}

/** The length to which names from an image are cut, so that they do not fill the screen. */
const mostShown = 200;

/** Returns a name from an image or an archive as it may be shown. */
export function shown(name: string): string {
  return name.slice(0, mostShown).replace(/\p{Cc}/gu, "");
}

function nameOr(name: string, otherwise: string): string {
  return shown(name) || otherwise;
}
