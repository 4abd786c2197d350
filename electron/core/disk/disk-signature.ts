/**
 * The bytes to read from an image's start: 128 KiB contain the superblock of every file system
 * below (btrfs has its own at 64 KiB).
 */
export const signatureBytes = 128 * 1024;

/** Signatures at a fixed offset of a disk, a partition or a file system. */
const signatures: readonly { readonly offset: number; readonly bytes: readonly number[] }[] = [
  // Boot sector: MBR, protective MBR of a GPT, FAT, NTFS, hybrid ISO images.
  { offset: 510, bytes: [0x55, 0xaa] },
  // "EFI PART": GPT header in the second sector.
  { offset: 512, bytes: [0x45, 0x46, 0x49, 0x20, 0x50, 0x41, 0x52, 0x54] },
  // ext2, ext3, ext4.
  { offset: 1080, bytes: [0x53, 0xef] },
  // "XFSB"
  { offset: 0, bytes: [0x58, 0x46, 0x53, 0x42] },
  // "_BHRfS_M": btrfs.
  { offset: 65_600, bytes: [0x5f, 0x42, 0x48, 0x52, 0x66, 0x53, 0x5f, 0x4d] },
  // "LABELONE": LVM physical volume.
  { offset: 512, bytes: [0x4c, 0x41, 0x42, 0x45, 0x4c, 0x4f, 0x4e, 0x45] },
  // "CD001": ISO 9660.
  { offset: 32_769, bytes: [0x43, 0x44, 0x30, 0x30, 0x31] },
];

const sectorBytes = 512;

/**
 * Returns whether a raw file is a disk: whole sectors, and at its start a known signature or only
 * zeros (a blank disk). A text file is refused.
 */
export function looksLikeDisk(size: number, begin: Uint8Array): boolean {
  if (size === 0 || size % sectorBytes !== 0) return false;
  return (
    signatures.some(({ offset, bytes }) =>
      bytes.every((byte, index) => begin[offset + index] === byte),
    ) || begin.every((byte) => byte === 0)
  );
}
