import type { Reading } from "../base/stretch.ts";

/**
 * The offsets of the two copies of the region table, and their size (MS-VHDX 2.2.3, "Region
 * Table").
 */
const regionTables = [192 * 1024, 256 * 1024];
const tableBytes = 64 * 1024;
/** More entries than this are not allowed in either table (MS-VHDX 2.2.3.1 and 2.6.1.1). */
const mostEntries = 2047;
/** The size of entries of both tables, and of the metadata table's header. */
const entryBytes = 32;
const regionHeader = 16;
const metadataHeader = 32;

/** IDs in their stored byte order. */
const metadataRegion = "06a27c8b90479a4bb8fe575f050f886e";
const fileParameters = "3767a1ca36fa434db3b633f0aa44e76b";
const parentLocator = "2d5fd3a80bb34d45abf7d3d84834ab0c";

/**
 * Returns whether a VHDX of `size` bytes has a parent, by the flag or by the locator in either copy
 * of its tables; null if the tables cannot be read. Of entries with one ID only the first counts,
 * because QEMU refuses a file with two (vhdx_open_region_tables in block/vhdx.c).
 */
export function* hasVhdxParent(size: number): Reading<boolean | null> {
  let wasRead = false;
  for (const offset of regionTables) {
    const table = yield { offset, length: tableBytes };
    const region = findEntry(table, metadataRegion, "regi", 8, regionHeader);
    if (region === undefined) continue;
    const metadataAt = Number(view(table).getBigUint64(region + 16, true));
    if (metadataAt + tableBytes > size) return null;
    const metadata = yield { offset: metadataAt, length: tableBytes };
    const find = (id: string) => findEntry(metadata, id, "metadata", 10, metadataHeader);
    if (find(parentLocator) !== undefined) return true;
    const parameters = find(fileParameters);
    if (parameters === undefined) return null;
    const valueAt = metadataAt + view(metadata).getUint32(parameters + 16, true);
    const value = yield { offset: valueAt, length: 8 };
    if (value.length < 8) return null;
    // Bit 1 of its flags: HasParent (MS-VHDX 2.6.2.1).
    if ((view(value).getUint32(4, true) & 2) !== 0) return true;
    wasRead = true;
  }
  return wasRead ? false : null;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Returns the offset of the first entry with an ID; undefined also if the table is absent or cut
 * off.
 */
function findEntry(
  table: Uint8Array,
  id: string,
  signature: string,
  countAt: number,
  header: number,
): number | undefined {
  const isTable =
    table.length === tableBytes &&
    [...signature].every((letter, index) => table[index] === letter.charCodeAt(0));
  if (!isTable) return undefined;
  const count = Math.min(view(table).getUint16(countAt, true), mostEntries);
  for (let at = header; at < header + count * entryBytes; at += entryBytes) {
    if (idAt(table, at) === id) return at;
  }
  return undefined;
}

function idAt(table: Uint8Array, at: number): string {
  return [...table.subarray(at, at + 16)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
