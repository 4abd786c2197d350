/** The fields of a qcow2 header that are used here (docs/interop/qcow2.txt in QEMU's source). */
export interface Qcow2Header {
  readonly clusterBytes: number;
  readonly clusterBits: number;
  /** The disk's size. */
  readonly diskBytes: number;
  readonly l1: { readonly offset: number; readonly entries: number };
  readonly refcounts: { readonly offset: number; readonly entries: number; readonly bits: number };
  readonly snapshots: { readonly offset: number; readonly count: number };
  readonly l2EntryBytes: 8 | 16;
}

/** Reads the first 104 bytes of an image; null if it is no qcow2, or its data are in another file. */
export function readQcow2Header(view: DataView): Qcow2Header | null {
  const version = view.getUint32(4);
  const clusterBits = view.getUint32(20);
  // In version 2 the following bytes are not part of the header.
  const features = version === 3 ? view.getUint32(76) : 0;
  const order = version === 3 ? view.getUint32(96) : 4;
  const isKnown =
    view.getUint32(0) === 0x514649fb && (version === 2 || version === 3) && order <= 6;
  // Clusters have 512 bytes to 2 MiB. Bit 2: the data are in another file.
  if (!isKnown || clusterBits < 9 || clusterBits > 21 || (features & 4) !== 0) return null;
  const clusterBytes = 2 ** clusterBits;
  return {
    clusterBits,
    clusterBytes,
    diskBytes: offset64(view, 24),
    l1: { offset: offset64(view, 40), entries: view.getUint32(36) },
    refcounts: {
      offset: offset64(view, 48),
      entries: (view.getUint32(56) * clusterBytes) / 8,
      bits: 2 ** order,
    },
    snapshots: { offset: offset64(view, 64), count: view.getUint32(60) },
    // Bit 4: entries have a second half, which describes parts of clusters.
    l2EntryBytes: (features & 16) === 0 ? 8 : 16,
  };
}

/** Reads a 64-bit offset; one beyond JavaScript's safe integers is not valid. */
export function offset64(view: DataView, at: number): number {
  return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);
}

/** Returns bits 9 to 55 of an entry: the offset of a cluster; 0 if none. */
export function clusterOffset(view: DataView, at: number): number {
  const low = view.getUint32(at + 4);
  return (view.getUint32(at) & 0x00ffffff) * 2 ** 32 + (low - (low % 512));
}
