/** The geometry of a floppy disk of 2.88 MB, which has 512 bytes a sector. */
const sectorBytes = 512;
const floppySectors = 5760;
const floppyClusterSectors = 2;
const fatCount = 2;
const fatSectors = 9;
const rootEntries = 240;
const mediaFloppy = 0xf0;

const entryBytes = 32;
const rootSectors = (rootEntries * entryBytes) / sectorBytes;
const dataSector = 1 + fatCount * fatSectors + rootSectors;

/** Attributes of directory entries: the disk's label, a file, and a part of a long name. */
const labelEntry = 0x08;
const fileEntry = 0x20;
const longNameEntry = 0x0f;
/** The first of January 1980, the earliest date. */
const someDate = 0x0021;
/** The most characters of a long name that an entry has, and where they are in it. */
const namePart = 13;
const namePlaces = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30];
/** Marks the last part of a long name, which is the first one on the disk. */
const lastPart = 0x40;
const endOfFile = 0xfff;

const bytesOf = (text: string) => Uint8Array.from(text, (each) => each.charCodeAt(0));

/** A disk that begins with these bytes; the rest are zeros. */
export interface FatImage {
  readonly head: Uint8Array;
  readonly bytes: number;
}

/**
 * Builds an unpartitioned FAT12 disk with files in its root folder, one behind the other (Microsoft's "FAT General
 * Overview"). What takes more than a floppy disk has gets larger clusters, not more of them.
 */
export function buildFatImage(
  label: string,
  files: readonly { readonly name: string; readonly content: Uint8Array }[],
): FatImage {
  const clusters = Math.floor((floppySectors - dataSector) / floppyClusterSectors);
  let scale = 1;
  const clusterBytes = () => scale * floppyClusterSectors * sectorBytes;
  const clustersOf = ({ content }: { readonly content: Uint8Array }) =>
    Math.ceil(content.length / clusterBytes());
  const sum = () => files.reduce((all, file) => all + clustersOf(file), 0);
  while (sum() > clusters) scale *= 2;

  const used = sum();
  const head = new Uint8Array(dataSector * sectorBytes + used * clusterBytes());
  const disk = new DataView(head.buffer);
  const sectors = dataSector + clusters * floppyClusterSectors * scale;
  writeBootSector(head, disk, label, { sectors, clusterSectors: floppyClusterSectors * scale });

  const table = new Uint16Array(2 + used);
  table.set([0xf00 | mediaFloppy, endOfFile]);
  let entry = (1 + fatCount * fatSectors) * sectorBytes;
  head.set(shortName(label), entry);
  disk.setUint8(entry + 11, labelEntry);
  disk.setUint16(entry + 24, someDate, true);
  entry += entryBytes;
  let next = 2;
  for (const [index, file] of files.entries()) {
    const count = clustersOf(file);
    const first = count === 0 ? 0 : next;
    entry = writeEntries(head, disk, entry, { ...file, index, first });
    head.set(file.content, dataSector * sectorBytes + (next - 2) * clusterBytes());
    for (let each = 1; each <= count; each += 1, next += 1) {
      table[next] = each === count ? endOfFile : next + 1;
    }
  }
  for (let copy = 0; copy < fatCount; copy += 1) {
    writeTable(disk, (1 + copy * fatSectors) * sectorBytes, table);
  }
  return { head, bytes: sectors * sectorBytes };
}

function writeBootSector(
  head: Uint8Array,
  disk: DataView,
  label: string,
  { sectors, clusterSectors }: { readonly sectors: number; readonly clusterSectors: number },
): void {
  // A jump, which is never taken, and the program that wrote it.
  head.set([0xeb, 0x3c, 0x90, ...bytesOf("VIRTRAY ")]);
  disk.setUint16(11, sectorBytes, true);
  disk.setUint8(13, clusterSectors);
  disk.setUint16(14, 1, true);
  disk.setUint8(16, fatCount);
  disk.setUint16(17, rootEntries, true);
  if (sectors < 0x10000) disk.setUint16(19, sectors, true);
  else disk.setUint32(32, sectors, true);
  disk.setUint8(21, mediaFloppy);
  disk.setUint16(22, fatSectors, true);
  disk.setUint16(24, 36, true);
  disk.setUint16(26, 2, true);
  // This signature says that a serial number, the label and the kind of the file system follow.
  disk.setUint8(38, 0x29);
  disk.setUint32(39, 0x56545259, true);
  head.set([...shortName(label), ...bytesOf("FAT12   ")], 43);
  head.set([0x55, 0xaa], 510);
}

/** Returns the eleven bytes of a name without a dot. */
function shortName(name: string): Uint8Array {
  return bytesOf(name.slice(0, 11).padEnd(11));
}

/** Writes the entries of a file: the parts of its name, the last one first, and the file itself. */
function writeEntries(
  head: Uint8Array,
  disk: DataView,
  begin: number,
  file: {
    readonly name: string;
    readonly content: Uint8Array;
    readonly index: number;
    readonly first: number;
  },
): number {
  // Nobody sees it besides the long name; it must be another one for each file.
  const short = shortName(`FILE${file.index}`);
  const check = short.reduce((sum, byte) => (((sum & 1) << 7) + (sum >> 1) + byte) & 0xff, 0);
  const parts = Math.ceil(file.name.length / namePart);
  let at = begin;
  for (let part = parts; part >= 1; part -= 1, at += entryBytes) {
    disk.setUint8(at, part === parts ? part | lastPart : part);
    disk.setUint8(at + 11, longNameEntry);
    disk.setUint8(at + 13, check);
    for (const [place, offset] of namePlaces.entries()) {
      const index = (part - 1) * namePart + place;
      // One zero ends the name, and ones fill the rest.
      const code = index > file.name.length ? 0xffff : file.name.charCodeAt(index) || 0;
      disk.setUint16(at + offset, code, true);
    }
  }
  head.set(short, at);
  disk.setUint8(at + 11, fileEntry);
  for (const date of [16, 18, 24]) disk.setUint16(at + date, someDate, true);
  disk.setUint16(at + 26, file.first, true);
  disk.setUint32(at + 28, file.content.length, true);
  return at + entryBytes;
}

/** Writes a file allocation table: two numbers of twelve bits in three bytes. */
function writeTable(disk: DataView, begin: number, table: Uint16Array): void {
  for (let index = 0; index < table.length; index += 2) {
    const [one = 0, other = 0] = table.subarray(index, index + 2);
    const at = begin + (index / 2) * 3;
    disk.setUint8(at, one & 0xff);
    disk.setUint8(at + 1, (one >> 8) | ((other & 0xf) << 4));
    disk.setUint8(at + 2, other >> 4);
  }
}
