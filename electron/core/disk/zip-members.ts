import type { ImageFault } from "../../contract/errors/template.ts";
import { diskName } from "./archive-disk.ts";

/** The names that Apple's archiver adds for every file. */
const appleName = /^__MACOSX\/|(?:^|\/)\._[^/]*$/;

/**
 * Chooses the disk among the members of a zip archive by their names; a file that is alone may have
 * any name, and its content tells.
 */
export function chooseZipDisk(
  names: readonly string[],
): { readonly name: string } | { readonly name: null; readonly fault: ImageFault } {
  const files = names.filter((name) => !name.endsWith("/") && !appleName.test(name));
  const named = files.filter((name) => diskName.test(name) || /\.ova$/i.test(name));
  const disks = named.length > 0 || files.length > 1 ? named : files;
  const [name] = disks;
  if (name === undefined) return { name: null, fault: "archive-without-disk" };
  return disks.length > 1 ? { name: null, fault: "archive-with-disks" } : { name };
}

/** The ways to compress a member that are known by name (PKWARE's APPNOTE, 4.4.5). */
const methods: Readonly<Record<number, string>> = {
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "xz",
  99: "AES",
};

/** Returns the name of the way in which a member of a zip archive is compressed. */
export function zipMethod(method: number): string {
  return methods[method] ?? String(method);
}
