import { latin1 } from "../base/latin1.ts";
import type { Reading, Stretch } from "../base/stretch.ts";

/**
 * Finds files in an ext2, ext3 or ext4 file system (the kernel's documentation, "ext4 Data Structures
 * and Algorithms"), of which all numbers are little-endian. Whatever is unknown or damaged in it is
 * passed over.
 */

/** The most bytes that are read of one file system, so that a hostile one ends soon. */
const mostBytes = 16 * 1024 ** 2;
/** The least that a read counts. */
const leastCount = 512;
/** A larger file than the largest that is looked for is none of those. */
const mostFileBytes = 64 * 1024;
const mostFolderBytes = 1024 ** 2;

/** A regular file and where its bytes lie, from the begin of the disk, in order. */
export interface ExtFile {
  /** The path that it was looked for by. */
  readonly wanted: string;
  readonly pieces: readonly Stretch[];
}

export interface ExtFiles {
  /** Its journal holds changes that are not in it yet, so a file may lie elsewhere than it seems. */
  readonly isUnclosed: boolean;
  readonly files: readonly ExtFile[];
}

/** Thrown where a file system cannot be read any further. */
class Unreadable extends Error {}

interface Super {
  readonly blockBytes: number;
  readonly inodeBytes: number;
  readonly inodes: number;
  readonly inodesPerGroup: number;
  readonly groupBytes: number;
  readonly groupsAt: number;
  readonly isUnclosed: boolean;
}

type Read = (offset: number, length: number) => Reading<DataView>;

/** The incompatible features without which nothing could be found in it, or which change nothing here. */
const knownFeatures = {
  ...{ fileType: 0x2, recover: 0x4, extents: 0x40, large: 0x80, flexibleGroups: 0x200 },
  ...{ attributes: 0x400, seed: 0x2000, largeFolders: 0x4000, inlineData: 0x8000 },
  ...{ encryption: 0x10000, caseFolding: 0x20000 },
} as const;
const known = Object.values(knownFeatures).reduce((all, each) => all | each, 0);

/**
 * Finds files by their paths, whose last part may begin with "*"; links are not followed. Null: no such
 * file system lies there.
 */
export function* findExtFiles(
  partition: Stretch,
  paths: readonly string[],
): Reading<ExtFiles | null> {
  let left = mostBytes;
  function* read(offset: number, length: number): Reading<DataView> {
    left -= Math.max(length, leastCount);
    if (left < 0 || offset + length > partition.length) throw new Unreadable();
    const bytes = yield { offset: partition.offset + offset, length };
    if (bytes.length < length) throw new Unreadable();
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  const files: ExtFile[] = [];
  let isUnclosed = false;
  try {
    const found = readSuper(yield* read(1024, 1024));
    if (found === null) return null;
    ({ isUnclosed } = found);
    for (const path of paths) files.push(...(yield* findOne(found, read, path, partition.offset)));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return { isUnclosed, files };
}

function readSuper(view: DataView): Super | null {
  const features = view.getUint32(0x60, true);
  const blockBits = view.getUint32(0x18, true) + 10;
  if (view.getUint16(0x38, true) !== 0xef53 || (features & ~known) !== 0) return null;
  const inodeBytes = view.getUint32(0x4c, true) === 0 ? 128 : view.getUint16(0x58, true);
  const inodesPerGroup = view.getUint32(0x28, true);
  if (blockBits > 16 || inodeBytes < 128 || inodeBytes > 65536 || inodesPerGroup === 0) return null;
  const blockBytes = 2 ** blockBits;
  const groupBytes = (features & knownFeatures.large) === 0 ? 32 : view.getUint16(0xfe, true);
  return {
    ...{ blockBytes, inodeBytes, inodesPerGroup, groupBytes },
    inodes: view.getUint32(0, true),
    groupsAt: (view.getUint32(0x14, true) + 1) * blockBytes,
    isUnclosed: (features & knownFeatures.recover) !== 0,
  };
}

const rootInode = 2;
const kinds = { folder: 0x4000, file: 0x8000 } as const;

function* findOne(
  found: Super,
  read: Read,
  path: string,
  diskOffset: number,
): Reading<readonly ExtFile[]> {
  const parts = path.split("/");
  const last = parts.pop() ?? "";
  let folder = rootInode;
  for (const part of parts) {
    const [next] = yield* readFolder(found, read, folder, (name) => name === part);
    if (next === undefined) return [];
    folder = next;
  }
  const files: ExtFile[] = [];
  const matches = (name: string) =>
    last.startsWith("*") ? name.endsWith(last.slice(1)) : name === last;
  for (const inode of yield* readFolder(found, read, folder, matches)) {
    const pieces = yield* piecesOf(found, read, inode, kinds.file, mostFileBytes);
    if (pieces === null || pieces.length === 0) continue;
    files.push({
      wanted: path,
      pieces: pieces.map(({ offset, length }) => ({ offset: diskOffset + offset, length })),
    });
  }
  return files;
}

/** Reads a folder: the inodes of the entries that match. One with an index can be read like one without. */
function* readFolder(
  found: Super,
  read: Read,
  inode: number,
  matches: (name: string) => boolean,
): Reading<readonly number[]> {
  const inodes: number[] = [];
  for (const piece of (yield* piecesOf(found, read, inode, kinds.folder, mostFolderBytes)) ?? []) {
    const view = yield* read(piece.offset, piece.length);
    for (let at = 0; at + 8 <= piece.length; ) {
      const length = view.getUint16(at + 4, true);
      const nameBytes = view.getUint8(at + 6);
      if (length < 8 || at + length > piece.length || nameBytes + 8 > length) break;
      const name = latin1(new Uint8Array(view.buffer, view.byteOffset + at + 8, nameBytes));
      const number = view.getUint32(at, true);
      if (number !== 0 && matches(name)) inodes.push(number);
      at += length;
    }
  }
  return inodes;
}

/** Flags of inodes: `unfit` is what keeps a content elsewhere or protected (inline, encrypted, verity). */
const flags = { extents: 0x80000, unfit: 0x10000000 | 0x100000 | 0x800 } as const;

/** Returns where a file's bytes lie in the file system; null: another kind, too large, or with holes. */
function* piecesOf(
  found: Super,
  read: Read,
  inode: number,
  kind: number,
  most: number,
): Reading<readonly Stretch[] | null> {
  if (inode < 1 || inode > found.inodes) return null;
  const { blockBytes, inodeBytes, inodesPerGroup } = found;
  const group = Math.floor((inode - 1) / inodesPerGroup);
  const entry = yield* read(found.groupsAt + group * found.groupBytes, found.groupBytes);
  const high = found.groupBytes >= 64 ? entry.getUint32(0x28, true) : 0;
  const table = (high * 2 ** 32 + entry.getUint32(8, true)) * blockBytes;
  const view = yield* read(table + ((inode - 1) % inodesPerGroup) * inodeBytes, 128);
  const size = view.getUint32(0x6c, true) * 2 ** 32 + view.getUint32(4, true);
  const has = view.getUint32(0x20, true);
  if ((view.getUint16(0, true) & 0xf000) !== kind || size > most || (has & flags.unfit) !== 0) {
    return null;
  }
  const count = Math.ceil(size / blockBytes);
  const blocks = new Map<number, number>();
  const root = new DataView(view.buffer, view.byteOffset + 0x28, 60);
  if ((has & flags.extents) !== 0) yield* readExtents({ found, read, count, blocks }, root, 5);
  else yield* readIndirect(found, read, root, count, blocks);
  const pieces: Stretch[] = [];
  for (let index = 0; index < count; index += 1) {
    const block = blocks.get(index);
    if (block === undefined || block === 0) return null;
    const length = Math.min(blockBytes, size - index * blockBytes);
    pieces.push({ offset: block * blockBytes, length });
  }
  return pieces;
}

/** The tree of extents of a file, and the numbers of its blocks that were found so far. */
interface Extents {
  readonly found: Super;
  readonly read: Read;
  readonly count: number;
  readonly blocks: Map<number, number>;
}

/** Reads a node of the tree of extents, and those below it. */
function* readExtents(of: Extents, node: DataView, depthLeft: number): Reading<void> {
  const { found, read, count, blocks } = of;
  const entries = node.getUint16(2, true);
  const isLeaf = node.getUint16(6, true) === 0;
  const isSound = node.getUint16(0, true) === 0xf30a && 12 + entries * 12 <= node.byteLength;
  if (!isSound || depthLeft === 0) throw new Unreadable();
  for (let at = 12; at < 12 + entries * 12; at += 12) {
    const first = node.getUint32(at, true);
    if (first >= count) break;
    if (!isLeaf) {
      const below = node.getUint16(at + 8, true) * 2 ** 32 + node.getUint32(at + 4, true);
      const next = yield* read(below * found.blockBytes, found.blockBytes);
      yield* readExtents(of, next, depthLeft - 1);
      continue;
    }
    // A longer one is reserved and not written yet: it reads as zeros.
    const length = node.getUint16(at + 4, true);
    if (length > 32768) continue;
    const block = node.getUint16(at + 6, true) * 2 ** 32 + node.getUint32(at + 8, true);
    for (let index = 0; index < length && first + index < count; index += 1) {
      blocks.set(first + index, block + index);
    }
  }
}

/** Reads the numbers of blocks as ext2 and ext3 keep them: 12 in the inode, and a block of further ones. */
function* readIndirect(
  { blockBytes }: Super,
  read: Read,
  root: DataView,
  count: number,
  blocks: Map<number, number>,
): Reading<void> {
  for (let index = 0; index < Math.min(count, 12); index += 1) {
    blocks.set(index, root.getUint32(index * 4, true));
  }
  if (count <= 12) return;
  const further = yield* read(root.getUint32(48, true) * blockBytes, blockBytes);
  for (let index = 12; index < Math.min(count, 12 + blockBytes / 4); index += 1) {
    blocks.set(index, further.getUint32((index - 12) * 4, true));
  }
}
