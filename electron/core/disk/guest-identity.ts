import { latin1 } from "../base/latin1.ts";
import type { Reading, Stretch } from "../base/stretch.ts";
import { findExtFiles } from "./ext-files.ts";
import { readPartitions } from "./partitions.ts";

/** The kinds of files by which one guest is told from another. */
type Kind = "machine-id" | "duid" | "lease" | "random-seed";

/** Paths in a root file system; the parts behind `var/` may be in a file system of their own. */
const places: readonly { readonly path: string; readonly kind: Kind }[] = [
  { path: "etc/machine-id", kind: "machine-id" },
  { path: "var/lib/dbus/machine-id", kind: "machine-id" },
  { path: "var/lib/systemd/random-seed", kind: "random-seed" },
  { path: "var/lib/urandom/random-seed", kind: "random-seed" },
  { path: "var/lib/dhcp/*.leases", kind: "lease" },
  { path: "var/lib/dhclient/*.leases", kind: "lease" },
  { path: "var/lib/NetworkManager/*.lease", kind: "lease" },
  { path: "var/lib/dhcpcd/*.lease", kind: "lease" },
  { path: "var/lib/dhcpcd/duid", kind: "duid" },
  { path: "etc/dhcpcd.duid", kind: "duid" },
];

const all = places.flatMap(({ path, kind }) =>
  path.startsWith("var/")
    ? [
        { path, kind },
        { path: path.slice("var/".length), kind },
      ]
    : [{ path, kind }],
);

/** A file with something of a guest's identity, and where its bytes lie on the disk. */
export interface IdentityFile {
  readonly kind: Kind;
  readonly pieces: readonly Stretch[];
}

/**
 * Finds the files on a disk by which its guest is known to others, in ext file systems that are whole
 * partitions or all of the disk.
 */
export function* findIdentity(diskBytes: number): Reading<readonly IdentityFile[]> {
  const found: IdentityFile[] = [];
  for (const partition of yield* readPartitions(diskBytes)) {
    const there = yield* findExtFiles(
      partition,
      all.map(({ path }) => path),
    );
    for (const { wanted, pieces } of there?.files ?? []) {
      const kind = all.find(({ path }) => path === wanted)?.kind;
      // A file without a sure sign of its kind is left alone where it may lie elsewhere.
      const isSure = kind === "machine-id" || kind === "duid";
      if (kind !== undefined && (isSure || there?.isUnclosed === false))
        found.push({ kind, pieces });
    }
  }
  return found;
}

/** Returns a guest's machine-id(5), which systemd would make of the same id where there is none. */
export function machineIdOf(machine: string): string {
  return machine.replaceAll("-", "");
}

/**
 * Returns what a file of a guest's identity holds in another guest, of the same length; null: it is not
 * what its name tells, or has nothing of an identity yet. `random`: bytes that nobody can guess.
 */
export function renewIdentity(
  kind: Kind,
  content: Uint8Array,
  machineId: string,
  random: Uint8Array,
): Uint8Array | null {
  const text = latin1(content);
  switch (kind) {
    case "machine-id":
      return /^[0-9a-f]{32}\n?$/.test(text) ? bytesOf(machineId + text.slice(32)) : null;
    case "duid":
      // Its type stays: the first four bytes.
      return /^(?:[0-9a-f]{2}:){7,}[0-9a-f]{2}\n?$/.test(text)
        ? bytesOf(text.slice(0, 12) + redrawn(text.slice(12), random))
        : null;
    case "lease":
      // Empty lines are a file of leases without any.
      return content.map(() => 0x0a);
    case "random-seed":
      return random.slice(0, content.length);
  }
}

function redrawn(text: string, random: Uint8Array): string {
  return text.replace(/[0-9a-f]/g, (_digit, at: number) => ((random[at] ?? 0) % 16).toString(16));
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
