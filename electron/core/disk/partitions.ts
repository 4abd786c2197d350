import type { Reading, Stretch } from "../base/stretch.ts";

const sectorBytes = 512;

/** So many partitions are looked at; it bounds how long a hostile table is read. */
const mostPartitions = 128;

/** The types of partitions that hold further ones (Linux's fdisk). */
const extendedTypes: readonly number[] = [0x05, 0x0f, 0x85];

/** The type of the one partition that keeps others from a disk with a GPT. */
const protectiveType = 0xee;

/** Lists the partitions of a disk, by its MBR or GPT, and all of it, which may be one file system. */
export function* readPartitions(diskBytes: number): Reading<readonly Stretch[]> {
  const found = [...(yield* readTables(diskBytes)), { offset: 0, length: diskBytes }];
  return found.filter(({ offset, length }) => length > 0 && offset + length <= diskBytes);
}

function* readTables(diskBytes: number): Reading<readonly Stretch[]> {
  const entries = (yield* readTable(0)) ?? [];
  if (entries.some(({ type }) => type === protectiveType)) return yield* readGpt();
  const all: Stretch[] = [];
  for (const { type, from, sectors } of entries) {
    if (extendedTypes.includes(type)) all.push(...(yield* readLogical(from, diskBytes)));
    else if (type !== 0) all.push(stretchOf(from, sectors));
  }
  return all;
}

interface Entry {
  readonly type: number;
  readonly from: number;
  readonly sectors: number;
}

function* readTable(sector: number): Reading<readonly Entry[] | null> {
  const bytes = yield { offset: sector * sectorBytes, length: sectorBytes };
  if (bytes.length < sectorBytes || bytes[510] !== 0x55 || bytes[511] !== 0xaa) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [446, 462, 478, 494].map((at) => ({
    type: view.getUint8(at + 4),
    from: view.getUint32(at + 8, true),
    sectors: view.getUint32(at + 12, true),
  }));
}

/** Reads the chain of tables in an extended partition: each has one partition, and leads to the next. */
function* readLogical(begin: number, diskBytes: number): Reading<readonly Stretch[]> {
  const all: Stretch[] = [];
  let at = begin;
  while (all.length < mostPartitions && at * sectorBytes < diskBytes) {
    const [own, next] = (yield* readTable(at)) ?? [];
    if (own === undefined || own.type === 0) break;
    all.push(stretchOf(at + own.from, own.sectors));
    if (next === undefined || next.type === 0) break;
    at = begin + next.from;
  }
  return all;
}

/** Reads a GPT (UEFI specification, chapter 5). */
function* readGpt(): Reading<readonly Stretch[]> {
  const bytes = yield { offset: sectorBytes, length: 92 };
  if (bytes.length < 92) return [];
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entryBytes = header.getUint32(84, true);
  const count = Math.min(header.getUint32(80, true), mostPartitions);
  const offset = Number(header.getBigUint64(72, true)) * sectorBytes;
  if (entryBytes < 128 || entryBytes > 4096) return [];
  const table = yield { offset, length: count * entryBytes };
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const all: Stretch[] = [];
  for (let at = 0; at + entryBytes <= table.length; at += entryBytes) {
    // An entry without a type is unused.
    if (table.subarray(at, at + 16).every((byte) => byte === 0)) continue;
    const from = Number(view.getBigUint64(at + 32, true));
    all.push(stretchOf(from, Number(view.getBigUint64(at + 40, true)) - from + 1));
  }
  return all;
}

function stretchOf(from: number, sectors: number): Stretch {
  return { offset: from * sectorBytes, length: sectors * sectorBytes };
}
