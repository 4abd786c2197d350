import { latin1 } from "../base/latin1.ts";
import type { Reading } from "../base/stretch.ts";

/** The size of a VHD's footer, of which a growing disk has a copy at its start. */
const footerBytes = 512;

type VhdKind = "fixed" | "dynamic" | "differencing";

/** The kinds of disks that a footer tells of; all numbers in it are big-endian. */
const kinds: ReadonlyMap<number, VhdKind> = new Map([
  [2, "fixed"],
  [3, "dynamic"],
  [4, "differencing"],
]);

interface VhdFooter {
  readonly kind: VhdKind | "unknown";
  readonly diskBytes: number;
  /** The offset of the header of a growing disk. */
  readonly headerAt: number;
}

/** Reads a VHD's footer (Microsoft's Virtual Hard Disk Image Format Specification); null if it is not one. */
function readFooter(bytes: Uint8Array): VhdFooter | null {
  if (!isSigned(bytes, "conectix") || !isSummed(bytes, footerBytes, 64)) return null;
  const footer = new DataView(bytes.buffer, bytes.byteOffset, footerBytes);
  return {
    kind: kinds.get(footer.getUint32(60)) ?? "unknown",
    diskBytes: Number(footer.getBigUint64(48)),
    headerAt: Number(footer.getBigUint64(16)),
  };
}

function isSigned(bytes: Uint8Array, signature: string): boolean {
  return latin1(bytes.subarray(0, signature.length)) === signature;
}

/** Returns whether a structure is whole and has its sum: the complement of all its other bytes. */
function isSummed(bytes: Uint8Array, length: number, sumAt: number): boolean {
  if (bytes.length < length) return false;
  let sum = 0;
  for (let at = 0; at < length; at += 1) {
    if (at < sumAt || at >= sumAt + 4) sum += bytes[at] ?? 0;
  }
  return new DataView(bytes.buffer, bytes.byteOffset, length).getUint32(sumAt) === ~sum >>> 0;
}

/** Returns whether a file of `size` bytes is a VHD of a fixed size: the disk, and a footer behind it. */
export function* isFixedVhd(size: number): Reading<boolean> {
  if (size <= footerBytes) return false;
  const footer = readFooter(yield { offset: size - footerBytes, length: footerBytes });
  return footer?.kind === "fixed" && footer.diskBytes === size - footerBytes;
}

/** The state of a growing VHD. */
export type GrowingVhd = "whole" | "differencing" | "empty" | "cut-off" | "damaged";

/**
 * Judges a file that begins as a growing VHD. QEMU reads one that differs from another disk as if it
 * were whole, reads zeros behind a file's end, and only warns of wrong sums.
 */
export function* judgeGrowingVhd(size: number): Reading<GrowingVhd> {
  const footer = readFooter(yield { offset: 0, length: footerBytes });
  if (footer === null) return size < footerBytes ? "cut-off" : "damaged";
  if (footer.kind === "differencing") return "differencing";
  if (footer.kind !== "dynamic" || footer.headerAt >= size) return "damaged";
  if (footer.diskBytes === 0) return "empty";
  const headerBytes = 1024;
  const header = yield { offset: footer.headerAt, length: headerBytes };
  if (!isSigned(header, "cxsparse") || !isSummed(header, headerBytes, 36)) return "damaged";
  // Whatever grows the disk writes the footer anew behind the last block.
  const end = yield { offset: size - footerBytes, length: footerBytes };
  return readFooter(end) === null ? "cut-off" : "whole";
}
