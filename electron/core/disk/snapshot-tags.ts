import type { SnapshotView } from "../../contract/machine/snapshot.ts";

/** One entry in the table of snapshots of one disk's image. */
export interface DiskSnapshot {
  /** The number that the image gives it. */
  readonly number: string;
  readonly tag: string;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  readonly memoryBytes: number;
  /** The bytes that deleting it frees in this image; null if not known. */
  readonly bytes: number | null;
}

/** The facts that a snapshot's tag stores. */
interface TagFacts {
  readonly id: string;
  readonly kind: "manual" | "automatic";
  /** The number of disks that it was taken of. */
  readonly disks: number;
  readonly name: string;
}

/**
 * Writes the tag of a snapshot within an image. It stores all facts, so that the images are the
 * only truth, and is never a mere number, which qemu-img would read as an entry's number.
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

/** A snapshot with its names in the disks. */
export interface Snapshot extends SnapshotView {
  /** For each disk that has it, by the disk's index: the argument for `qemu-img snapshot -a`. */
  readonly refs: ReadonlyMap<number, string>;
  readonly tag: string;
}

/**
 * Joins the snapshots in the tables of a machine's disks, the main disk's first; oldest first. A
 * snapshot of several disks is whole if each of them has it, which shows an interrupted one; those
 * of other programs count in the main disk only.
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
          // By its number, which qemu-img matches before a tag.
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
