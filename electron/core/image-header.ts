import type { ImageFault } from "../contract/errors.ts";
import { looksLikeDisk } from "./disk-signature.ts";
import { latin1 } from "./latin1.ts";

/** Formats that a template can be made from. */
export type SourceFormat = "qcow2" | "vmdk" | "vdi" | "vhdx" | "raw";

/** How a file is packed. */
export type Packing = "gzip" | "xz" | "zstd";

/**
 * What a file is, by what it holds. An image from outside is judged before QEMU sees it: merely
 * asking qemu-img about a hostile one makes it open whatever the image names.
 */
export type ImageVerdict =
  | { readonly kind: "image"; readonly format: SourceFormat }
  | { readonly kind: "packed"; readonly packing: Packing }
  | { readonly kind: "archive" }
  /** It needs or names another file. */
  | { readonly kind: "reaches-out"; readonly detail: string }
  | { readonly kind: "unsupported"; readonly fault: ImageFault; readonly detail?: string };

function startsWith(begin: Uint8Array, offset: number, bytes: readonly number[] | string): boolean {
  const wanted = typeof bytes === "string" ? [...bytes].map((c) => c.charCodeAt(0)) : bytes;
  return wanted.every((byte, index) => begin[offset + index] === byte);
}

function view(begin: Uint8Array): DataView {
  return new DataView(begin.buffer, begin.byteOffset, begin.byteLength);
}

/** Judges a file of `size` bytes by its first `signatureBytes` (all, if it is shorter). */
export function judgeImage(size: number, begin: Uint8Array): ImageVerdict {
  if (startsWith(begin, 0, "QFI\xfb")) return judgeQcow2(begin);
  if (startsWith(begin, 0, "KDMV")) return judgeVmdk(begin);
  if (startsWith(begin, 0, "# Disk DescriptorFile")) {
    return { kind: "reaches-out", detail: "its data are in files of their own" };
  }
  if (startsWith(begin, 0, "COWD")) return unsupported("format", "VMDK of ESX 3");
  if (startsWith(begin, 0, "vhdxfile")) return { kind: "image", format: "vhdx" };
  // VDI's signature, 0xbeda107f, little-endian, behind a text of 64 bytes.
  if (startsWith(begin, 64, [0x7f, 0x10, 0xda, 0xbe])) return { kind: "image", format: "vdi" };
  if (startsWith(begin, 0, [0x1f, 0x8b])) return { kind: "packed", packing: "gzip" };
  if (startsWith(begin, 0, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])) {
    return { kind: "packed", packing: "xz" };
  }
  if (startsWith(begin, 0, [0x28, 0xb5, 0x2f, 0xfd])) return { kind: "packed", packing: "zstd" };
  if (startsWith(begin, 257, "ustar")) return { kind: "archive" };
  return looksLikeDisk(size, begin) ? { kind: "image", format: "raw" } : unsupported("no-image");
}

function unsupported(fault: ImageFault, detail?: string): ImageVerdict {
  return { kind: "unsupported", fault, ...(detail === undefined ? {} : { detail }) };
}

/** qcow2's header (docs/interop/qcow2.txt in QEMU's source), big-endian. */
function judgeQcow2(begin: Uint8Array): ImageVerdict {
  if (begin.length < 104) return unsupported("cut-off");
  const header = view(begin);
  const version = header.getUint32(4);
  if (version !== 2 && version !== 3) return unsupported("format", `qcow2 version ${version}`);
  const nameAt = header.getBigUint64(8);
  if (nameAt !== 0n) {
    const length = Math.min(header.getUint32(16), 1023);
    const name = begin.subarray(Number(nameAt), Number(nameAt) + length);
    return { kind: "reaches-out", detail: printable(name) || "a backing file" };
  }
  if (header.getUint32(32) !== 0) return unsupported("encrypted");
  // Incompatible feature bit 2: the data are in an external file.
  if (version === 3 && (header.getBigUint64(72) & 4n) !== 0n) {
    return { kind: "reaches-out", detail: "an external data file" };
  }
  return { kind: "image", format: "qcow2" };
}

/**
 * The header of a sparse VMDK (VMware's "Virtual Disk Format 5.0"), little-endian. With capacity
 * 0 it is only a description of other files; a parent is named in the embedded description.
 */
function judgeVmdk(begin: Uint8Array): ImageVerdict {
  if (begin.length < 512) return unsupported("cut-off");
  const header = view(begin);
  if (header.getBigUint64(12, true) === 0n) {
    return { kind: "reaches-out", detail: "its data are in files of their own" };
  }
  const sector = 512n;
  const at = header.getBigUint64(28, true) * sector;
  const end = at + header.getBigUint64(36, true) * sector;
  if (end > BigInt(begin.length)) {
    return unsupported("far-description");
  }
  const description = latin1(begin.subarray(Number(at), Number(end)));
  const parent = /parentFileNameHint\s*=\s*"?([^"\n\0]*)/i.exec(description)?.[1];
  return parent === undefined
    ? { kind: "image", format: "vmdk" }
    : { kind: "reaches-out", detail: parent };
}

function printable(bytes: Uint8Array): string {
  return latin1(bytes).replace(/\p{Cc}/gu, "");
}
