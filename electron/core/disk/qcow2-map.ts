import type { Reading } from "../base/stretch.ts";
import { clusterOffset, type Qcow2Header, readQcow2Header } from "./qcow2-header.ts";

/** The place of a part of the disk in an image: its offset, zeros, or (null) what lies beneath. */
export type Qcow2Place = number | "zeros" | null;

/** Finds the places of a disk's bytes in a qcow2 image. */
export interface Qcow2Map {
  readonly clusterBytes: number;
  readonly diskBytes: number;
  /** `offset`: on the disk. Undefined: it is compressed, or the table is damaged. */
  find(offset: number): Reading<Qcow2Place | undefined>;
}

function viewOf(bytes: Uint8Array, least: number): DataView | null {
  if (bytes.length < least) return null;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads the tables of an image as far as they are needed; null: an image of another kind. */
export function* readQcow2Map(): Reading<Qcow2Map | null> {
  const begin = viewOf(yield { offset: 0, length: 104 }, 104);
  const header = begin === null ? null : readQcow2Header(begin);
  if (header === null || header.l2EntryBytes !== 8) return null;
  const { clusterBytes, diskBytes } = header;
  return { clusterBytes, diskBytes, find: (offset) => findPlace(header, offset) };
}

function* findPlace(
  { clusterBytes, l1 }: Qcow2Header,
  offset: number,
): Reading<Qcow2Place | undefined> {
  const cluster = Math.floor(offset / clusterBytes);
  const perTable = clusterBytes / 8;
  const index = Math.floor(cluster / perTable);
  if (index >= l1.entries) return undefined;
  const first = viewOf(yield { offset: l1.offset + index * 8, length: 8 }, 8);
  if (first === null) return undefined;
  const table = clusterOffset(first, 0);
  if (table === 0) return null;
  const second = viewOf(yield { offset: table + (cluster % perTable) * 8, length: 8 }, 8);
  if (second === null || (second.getUint8(0) & 0x40) !== 0) return undefined;
  if ((second.getUint8(7) & 1) !== 0) return "zeros";
  const at = clusterOffset(second, 0);
  return at === 0 ? null : at + (offset % clusterBytes);
}
