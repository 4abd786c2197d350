import type { SnapshotView } from "../../contract/machine/snapshot.ts";

/** One entry in the table of snapshots of one disk's image. */
export interface DiskSnapshot {
  /** The number that the image gives it. */
  readonly number: string;
  readonly tag: string;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  readonly memoryBytes: number;
  /** What deleting it frees in this image; null: not known. */
  readonly bytes: number | null;
}

/** What is told of a snapshot by its tag. */
interface TagFacts {
  readonly id: string;
  readonly kind: "manual" | "automatic";
  /** How many disks it was taken of. */
  readonly disks: number;
  readonly name: string;
}

/**
 * The tag of a snapshot within an image. All that must be known stands in it, so that the images
 * are the only truth; and it is never a mere number, which qemu-img would take for an entry's own.
 */
export function writeTag({ id, kind, disks, name }: TagFacts): string {
  return `virtray-${id}-${kind === "automatic" ? "a" : "m"}${disks} ${name}`;
}

/** Reads a tag; null if Virtray did not write it. */
function readTag(tag: string): TagFacts | null {
  const [, id, kind, disks, name] =
    /^virtray-([0-9a-f]{8})-([am])([1-9]\d?) (.+)$/su.exec(tag) ?? [];
  if (id === undefined || name === undefined) return null;
  return { id, kind: kind === "a" ? "automatic" : "manual", disks: Number(disks), name };
}

/** A snapshot with what is needed to find it in the disks. */
export interface Snapshot extends SnapshotView {
  /** For each disk that has it, by the disk's place: what `qemu-img snapshot -a` finds it by. */
  readonly refs: ReadonlyMap<number, string>;
  readonly tag: string;
}

/**
 * The snapshots of a machine from the tables of its disks, the main disk's first; oldest first. A
 * snapshot of several disks is whole if each of them has it: whatever broke off in between shows.
 * Those of other programs count in the main disk only.
 */
export function joinSnapshots(disks: readonly (readonly DiskSnapshot[])[]): readonly Snapshot[] {
  const own = new Map<string, Snapshot>();
  const foreign: Snapshot[] = [];
  for (const [place, entries] of disks.entries()) {
    for (const { number, tag, takenAt, memoryBytes, bytes } of entries) {
      const facts = readTag(tag);
      if (facts !== null) {
        const before = own.get(tag);
        const refs = new Map([...(before?.refs ?? []), [place, tag] as const]);
        own.set(tag, {
          id: facts.id,
          name: facts.name,
          kind: facts.kind,
          takenAt: before?.takenAt ?? takenAt,
          memoryBytes: Math.max(before?.memoryBytes ?? 0, memoryBytes),
          bytes: before === undefined ? bytes : sum(before.bytes, bytes),
          whole: refs.size === facts.disks,
          refs,
          tag,
        });
      } else if (place === 0) {
        foreign.push({
          id: `image-${number}`,
          name: tag === "" ? number : tag,
          kind: "foreign",
          takenAt,
          memoryBytes,
          bytes,
          whole: true,
          // By its number, which qemu-img looks for before it looks for a tag.
          refs: new Map([[0, number]]),
          tag,
        });
      }
    }
  }
  return [...own.values(), ...foreign].sort(
    (a, b) => a.takenAt - b.takenAt || (a.id < b.id ? -1 : 1),
  );
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
