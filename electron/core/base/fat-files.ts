/**
 * Attributes of a directory entry that is not a file: a part of a long name, the disk's label, a
 * folder.
 */
const notFile = 0x08 | 0x10;
const entryBytes = 32;

/**
 * Returns the contents of the files in the root folder of an unpartitioned FAT12 or FAT16 disk
 * (Microsoft's "FAT General Overview"). Each file must be contiguous, as ours are, and those that qemu-img
 * wrote for earlier versions.
 */
export function readFatFiles(image: Uint8Array): readonly Uint8Array[] {
  const disk = new DataView(image.buffer, image.byteOffset, image.byteLength);
  if (image.length < 512) return [];
  const sector = disk.getUint16(11, true);
  const cluster = disk.getUint8(13) * sector;
  const fats = disk.getUint8(16) * disk.getUint16(22, true);
  const root = (disk.getUint16(14, true) + fats) * sector;
  const data = root + Math.ceil((disk.getUint16(17, true) * entryBytes) / sector) * sector;
  const files: Uint8Array[] = [];
  for (let at = root; at + entryBytes <= Math.min(data, image.length); at += entryBytes) {
    const first = disk.getUint8(at);
    if (first === 0) break;
    // 0xe5 marks a deleted entry.
    if (first === 0xe5 || (disk.getUint8(at + 11) & notFile) !== 0) continue;
    const begin = data + (disk.getUint16(at + 26, true) - 2) * cluster;
    files.push(image.subarray(begin, begin + disk.getUint32(at + 28, true)));
  }
  return files;
}
