import { execFileSync } from "node:child_process";
import { closeSync, openSync, readSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/**
 * Images that name another file, as an attacker would write them: each notation that some version
 * of QEMU follows, or that a format has for it. Each is at most a mebibyte.
 */
export interface HostileImage {
  /** The name of its file, after its peculiarity. */
  readonly name: string;
  readonly path: string;
}

const sector = 512;
/** The part of a sparse VMDK's description that QEMU reads, from the second sector on. */
const descriptionBytes = 20 * sector;

/** The line in which a sparse VMDK names its parent. */
interface ParentHint {
  /** The text between the word and the name; QEMU skips any two characters. */
  readonly separator?: string;
  /** The word's offset in the description, in bytes. */
  readonly at?: number;
  /** The description's place and size in the header, in sectors. */
  readonly headerSays?: { readonly at: number; readonly size: number };
  readonly stream?: boolean;
  /** The parent's CID, in hex: QEMU reads a parent whose own is another. */
  readonly cid?: string;
}

/** A sparse VMDK of 1 MiB, without data, whose description names a parent. */
export function vmdkWithParent(parent: string, hint: ParentHint = {}): Buffer {
  const { separator = '="', at, headerSays = { at: 1, size: 20 }, stream = false } = hint;
  const { cid = "fffffffe" } = hint;
  const type = stream ? "streamOptimized" : "monolithicSparse";
  const start = `# Disk DescriptorFile\nversion=1\nCID=0badcafe\nparentCID=${cid}\ncreateType="${type}"\n`;
  const named = `parentFileNameHint${separator}${parent}"\n`;
  // QEMU stops at a NUL, so the filler before the word has none.
  const text = start.padEnd(at ?? start.length, "\n") + named;
  if (text.length > descriptionBytes) throw new Error("the description is too long");
  const file = sparseVmdk(stream, headerSays);
  file.write(text, sector, "latin1");
  return file;
}

/** The header and the empty tables of a sparse VMDK of 1 MiB (VMware's "Virtual Disk Format 5.0"). */
function sparseVmdk(stream: boolean, description: { at: number; size: number }): Buffer {
  const file = Buffer.alloc(128 * sector);
  file.write("KDMV", 0);
  file.writeUInt32LE(stream ? 3 : 1, 4);
  // New line test and second grain directory; compressed grains and markers.
  file.writeUInt32LE(stream ? 0x3_0001 : 3, 8);
  file.writeBigUInt64LE(2048n, 12);
  file.writeBigUInt64LE(128n, 20);
  file.writeBigUInt64LE(BigInt(description.at), 28);
  file.writeBigUInt64LE(BigInt(description.size), 36);
  file.writeUInt32LE(512, 44);
  file.writeBigUInt64LE(26n, 48);
  file.writeBigUInt64LE(21n, 56);
  file.writeBigUInt64LE(128n, 64);
  file.write("\n \r\n", 73);
  file.writeUInt16LE(stream ? 1 : 0, 77);
  // Each directory has one entry: its table of 512 entries.
  file.writeUInt32LE(22, 21 * sector);
  file.writeUInt32LE(27, 26 * sector);
  return file;
}

/** The names and bytes of all VMDKs that name a parent where QEMU looks for it. */
function vmdks(parent: string): readonly (readonly [string, Buffer])[] {
  const nowhere = { at: 0, size: 0 };
  const last = descriptionBytes - `parentFileNameHint="${parent}"\n`.length;
  const at = [sector - 9, 2 * sector - 18, 2 * sector, 10 * sector - 1, 4001, last];
  return [
    ["parent", vmdkWithParent(parent)],
    [
      "parent, the header says there is no description",
      vmdkWithParent(parent, { headerSays: nowhere }),
    ],
    [
      "parent, the header says it has one sector",
      vmdkWithParent(parent, { at: 4 * sector, headerSays: { at: 1, size: 1 } }),
    ],
    [
      "parent, the header says it lies elsewhere",
      vmdkWithParent(parent, { headerSays: { at: 64, size: 1 } }),
    ],
    ...[':"', ":'", "\t`", "''", "=\n", " =", "\u00a7\u00a7", "=\\", "ab", "0 "].map(
      (separator) =>
        [
          `parent behind ${JSON.stringify(separator).replaceAll("/", "")}`,
          vmdkWithParent(parent, { separator }),
        ] as const,
    ),
    ...at.map((place) => [`parent at ${place}`, vmdkWithParent(parent, { at: place })] as const),
    ["parent, streamOptimized", vmdkWithParent(parent, { stream: true })],
    [
      "parent, streamOptimized, no description",
      vmdkWithParent(parent, { stream: true, headerSays: nowhere }),
    ],
  ];
}

/** VMDKs that are a text, or that lead to one without being one. */
function descriptors(other: string): readonly (readonly [string, Buffer])[] {
  const text = (type: string, extents: string, more = "") =>
    Buffer.from(
      `# Disk DescriptorFile\nversion=1\nCID=0badcafe\nparentCID=ffffffff\ncreateType="${type}"\n${more}${extents}\n`,
    );
  const empty = vmdkWithParent(other);
  empty.fill(0, sector, 21 * sector);
  empty.writeBigUInt64LE(0n, 12);
  text("monolithicFlat", `RW 1 FLAT "${other}" 0`).copy(empty, sector);
  const esx = Buffer.alloc(64 * sector);
  esx.write("COWD");
  esx.writeUInt32LE(1, 4);
  esx.writeUInt32LE(3, 8);
  esx.writeUInt32LE(2048, 12);
  esx.writeUInt32LE(1, 16);
  esx.writeUInt32LE(60, 20);
  esx.writeUInt32LE(1, 24);
  esx.write(`parentFileNameHint="${other}"\n`, sector);
  return [
    ["flat extent", text("monolithicFlat", `RW 1 FLAT "${other}" 0`)],
    ["sparse extent", text("monolithicSparse", `RW 2048 SPARSE "${other}"`)],
    ["VMFS extent", text("vmfs", `RW 1 VMFS "${other}"`)],
    [
      "flat extent and parent",
      text("monolithicFlat", `RW 1 ZERO`, `parentFileNameHint="${other}"\n`),
    ],
    ["sparse, with a capacity of 0", empty],
    ["of ESX 3", esx],
  ];
}

/** Patches a file in place. */
function patch(path: string, at: number, bytes: Uint8Array): void {
  const file = openSync(path, "r+");
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}

function readAt(path: string, at: number, length: number): Buffer {
  const file = openSync(path, "r");
  const buffer = Buffer.alloc(length);
  readSync(file, buffer, 0, length, at);
  closeSync(file);
  return buffer;
}

function create(path: string, format: string, ...options: readonly string[]): void {
  execFileSync("qemu-img", ["create", "-q", "-f", format, ...options, path, "1M"]);
}

/** Ids as VHDX stores them (MS-VHDX 2.2.3.2, 2.6.2). */
const metadataRegion = Buffer.from("06a27c8b90479a4bb8fe575f050f886e", "hex");
const fileParameters = Buffer.from("3767a1ca36fa434db3b633f0aa44e76b", "hex");
const parentLocator = Buffer.from("2d5fd3a80bb34d45abf7d3d84834ab0c", "hex");
/** The part of VHDX that tables lie in has no checksum of its own. */
const regionTable = 192 * 1024;
const tableBytes = 64 * 1024;

/** A VHDX that differs from a parent: by the flag that says so, by the locator, or by both. */
export function makeVhdxWithParent(path: string, by: "flag" | "locator" | "both"): void {
  create(path, "vhdx");
  const regions = readAt(path, regionTable, tableBytes);
  const metadataAt = Number(regions.readBigUInt64LE(regions.indexOf(metadataRegion) + 16));
  const metadata = readAt(path, metadataAt, tableBytes);
  if (by !== "locator") {
    const at = metadataAt + metadata.readUInt32LE(metadata.indexOf(fileParameters) + 16) + 4;
    patch(path, at, Buffer.from([2]));
  }
  if (by === "flag") return;
  const count = metadata.readUInt16LE(10);
  const entry = Buffer.alloc(32);
  parentLocator.copy(entry);
  entry.writeUInt32LE(tableBytes, 16);
  entry.writeUInt32LE(20, 20);
  entry.writeUInt32LE(4, 24);
  patch(path, metadataAt + 32 + count * 32, entry);
  patch(path, metadataAt + 10, Buffer.from([count + 1]));
}

/** Writes a VDI that differs from another: by its type, or by the id of its parent. */
export function makeLinkedVdi(path: string, by: "type" | "link" | "parent"): void {
  create(path, "vdi");
  if (by === "type") patch(path, 76, Buffer.from([4, 0, 0, 0]));
  else patch(path, by === "link" ? 424 : 440, Buffer.alloc(16, 7));
}

/** Writes a qcow2 whose header names another file; that file is not examined. */
export function makeQcow2Naming(path: string, other: string, as: "backing" | "data"): void {
  if (as === "backing") {
    create(path, "qcow2", "-u", "-b", other, "-F", "raw");
    return;
  }
  create(path, "qcow2", "-o", `data_file=${path}.data`);
  const at = readAt(path, 0, 4096).indexOf(`${path}.data`);
  const named = Buffer.alloc(`${path}.data`.length);
  named.write(other.slice(0, named.length));
  patch(path, at, named);
}

/**
 * Writes an image of each kind that names `other` (a path, or any name that QEMU takes) into a folder.
 * @param other holds no double quote, which would end it in a VMDK
 */
export function makeHostileImages(folder: string, other: string): readonly HostileImage[] {
  const made: HostileImage[] = [];
  const add = (name: string, ending: string, make: (path: string) => void) => {
    const path = join(folder, `${name}.${ending}`);
    make(path);
    made.push({ name: `${ending}: ${name}`, path });
  };
  for (const [name, bytes] of [...vmdks(other), ...descriptors(other)]) {
    add(name, "vmdk", (path) => writeFileSync(path, bytes));
  }
  for (const by of ["flag", "locator", "both"] as const) {
    add(`parent by ${by}`, "vhdx", (path) => makeVhdxWithParent(path, by));
  }
  for (const by of ["type", "link", "parent"] as const) {
    add(`differing by ${by}`, "vdi", (path) => makeLinkedVdi(path, by));
  }
  for (const as of ["backing", "data"] as const) {
    add(`${as} file`, "qcow2", (path) => makeQcow2Naming(path, other, as));
  }
  return made;
}

/** Packs an image into an OVA, as its one disk. */
export function packOva(image: string, ova: string): void {
  const content = Buffer.alloc(Math.ceil(statSync(image).size / sector) * sector);
  readAt(image, 0, statSync(image).size).copy(content);
  const header = Buffer.alloc(sector);
  header.write("disk.vmdk", 0);
  header.write("0000644", 100);
  header.write(`${statSync(image).size.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000", 136);
  // The sum is made as if it were blanks.
  header.write("        0", 148);
  header.write("ustar", 257);
  header.write("00", 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  writeFileSync(ova, Buffer.concat([header, content, Buffer.alloc(2 * sector)]));
}
