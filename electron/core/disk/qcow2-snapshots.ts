import { latin1 } from "../base/latin1.ts";
import type { Reading } from "../base/stretch.ts";
import { clusterOffset, offset64, type Qcow2Header, readQcow2Header } from "./qcow2-header.ts";

/** The most bytes that are read of one image: enough for the tables of some 500 GB of data. */
const mostBytes = 64 * 1024 ** 2;
/** The least that a read counts, so that a hostile table of countless entries ends soon. */
const leastCount = 4096;

/** Ends the measurement of an image that cannot be measured. */
class Unmeasurable extends Error {}

/**
 * Measures the bytes that deleting each snapshot of a qcow2 image would free, by its number: all
 * clusters that only it refers to, saved memory included. qemu-img does not tell this; null if the
 * image is damaged or too large.
 */
export function* measureSnapshots(fileBytes: number): Reading<ReadonlyMap<string, number> | null> {
  let left = mostBytes;
  function* read(offset: number, length: number): Reading<DataView> {
    left -= Math.max(length, leastCount);
    if (left < 0 || offset + length > Number.MAX_SAFE_INTEGER) throw new Unmeasurable();
    const found = yield { offset, length };
    // Beyond the end of the file bytes read as zeros, which refer to nothing.
    const bytes = new Uint8Array(length);
    bytes.set(found.subarray(0, length));
    return new DataView(bytes.buffer);
  }
  try {
    const header = readQcow2Header(yield* read(0, 104));
    if (header === null) return null;
    const refcount = refcounts(header, read);
    const sizes = new Map<string, number>();
    let at = header.snapshots.offset;
    for (let index = 0; index < header.snapshots.count; index += 1) {
      const entry = yield* read(at, 40);
      const [numberBytes, nameBytes] = [entry.getUint16(12), entry.getUint16(14)];
      const numberAt = at + 40 + entry.getUint32(36);
      const number = yield* read(numberAt, numberBytes);
      const l1 = { offset: offset64(entry, 0), entries: entry.getUint32(8) };
      const clusters = yield* measureOne(header, l1, read, refcount);
      sizes.set(
        latin1(new Uint8Array(number.buffer)),
        Math.min(fileBytes, clusters * header.clusterBytes),
      );
      // Entries begin at multiples of 8.
      at = Math.ceil((numberAt + numberBytes + nameBytes) / 8) * 8;
    }
    return sizes;
  } catch (error) {
    if (error instanceof Unmeasurable) return null;
    throw error;
  }
}

type Read = (offset: number, length: number) => Reading<DataView>;
type Refcount = (cluster: number) => Reading<number>;

/**
 * Returns a function for the number of references to a cluster, which reads each block of counts
 * once.
 */
function refcounts({ clusterBytes, refcounts: table }: Qcow2Header, read: Read): Refcount {
  const perBlock = (clusterBytes * 8) / table.bits;
  const blocks = new Map<number, DataView | null>();
  function* blockOf(index: number): Reading<DataView | null> {
    if (index >= table.entries) return null;
    const entry = yield* read(table.offset + index * 8, 8);
    const offset = offset64(entry, 0);
    return offset === 0 ? null : yield* read(offset, clusterBytes);
  }
  return function* (cluster) {
    const index = Math.floor(cluster / perBlock);
    let block = blocks.get(index);
    if (block === undefined) {
      block = yield* blockOf(index);
      blocks.set(index, block);
    }
    return block === null ? 0 : count(block, cluster % perBlock, table.bits);
  };
}

function count(block: DataView, index: number, bits: number): number {
  switch (bits) {
    case 16:
      return block.getUint16(index * 2);
    case 32:
      return block.getUint32(index * 4);
    case 64:
      return block.getUint32(index * 8) * 2 ** 32 + block.getUint32(index * 8 + 4);
    default:
      // The first is in the lowest bits of its byte.
      return (
        (block.getUint8(Math.floor((index * bits) / 8)) >> ((index * bits) % 8)) & (2 ** bits - 1)
      );
  }
}

/** Counts the clusters that only one snapshot refers to, its own tables among them. */
function* measureOne(
  { clusterBytes, clusterBits, l2EntryBytes }: Qcow2Header,
  l1: { readonly offset: number; readonly entries: number },
  read: Read,
  refcount: Refcount,
): Reading<number> {
  const l1Bytes = l1.entries * 8;
  let clusters = Math.ceil(l1Bytes / clusterBytes);
  // Compressed clusters share a cluster, which counts a reference for each of them.
  const shared = new Map<number, number>();
  const table = yield* read(l1.offset, l1Bytes);
  for (let each = 0; each < l1Bytes; each += 8) {
    const at = clusterOffset(table, each);
    // If a table has a second reference, so have its entries.
    if (at === 0 || (yield* refcount(at / clusterBytes)) !== 1) continue;
    clusters += 1;
    const l2 = yield* read(at, clusterBytes);
    for (let entry = 0; entry < clusterBytes; entry += l2EntryBytes) {
      if ((l2.getUint8(entry) & 0x40) !== 0) {
        for (const cluster of compressedClusters(l2, entry, clusterBits)) {
          shared.set(cluster, (shared.get(cluster) ?? 0) + 1);
        }
        continue;
      }
      const data = clusterOffset(l2, entry);
      if (data !== 0 && (yield* refcount(data / clusterBytes)) === 1) clusters += 1;
    }
  }
  for (const [cluster, own] of shared) {
    if ((yield* refcount(cluster)) === own) clusters += 1;
  }
  return clusters;
}

/** Returns the clusters, mostly one, that contain the bytes of a compressed one. */
function* compressedClusters(
  l2: DataView,
  entry: number,
  clusterBits: number,
): Generator<number, void> {
  // Below bit 62: the number of further sectors, then the offset of the first byte.
  const offsetBits = 62 - (clusterBits - 8);
  const high = l2.getUint32(entry) & 0x3fffffff;
  const offset = (high % 2 ** (offsetBits - 32)) * 2 ** 32 + l2.getUint32(entry + 4);
  const sectors = Math.floor(high / 2 ** (offsetBits - 32)) + 1;
  const end = (Math.floor(offset / 512) + sectors) * 512;
  const first = Math.floor(offset / 2 ** clusterBits);
  for (let cluster = first; cluster * 2 ** clusterBits < end; cluster += 1) yield cluster;
}
