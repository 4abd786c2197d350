import type { ImageFault } from "../../contract/errors/template.ts";
import { latin1 } from "../base/latin1.ts";
import type { Reading } from "../base/stretch.ts";
import { parseTarHeader, readAttributes, tarBlock } from "../base/tar-read.ts";
import { findManifestSum, type ManifestSum } from "./manifest.ts";

/** The place of the one disk in an archive, and its sum in the archive’s manifest, if it has one. */
export interface ArchiveDisk {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly sum: ManifestSum | null;
}

/** No archive of one machine has more members; it bounds how long a hostile one is read. */
const mostMembers = 1000;

/** Names, attributes and manifests are some hundred bytes each; a larger one is not read. */
const mostText = 64 * 1024;

/** The names of disks in archives. */
export const diskName = /\.(?:vmdk|vhd|vhdx|vdi|qcow2|img|raw)$/i;

/** The headers in front of a member tell this about it. */
interface Ahead {
  readonly name?: string;
  readonly size?: number;
  readonly isSparse?: boolean;
}

/**
 * Finds the one disk in a tar archive of `size` bytes, such as an OVA; a fault tells why there is none
 * to be had. Members' names choose among members alone, and lead nowhere.
 */
export function* findArchiveDisk(size: number): Reading<ArchiveDisk | ImageFault> {
  const disks: Omit<ArchiveDisk, "sum">[] = [];
  let manifest = "";
  let sparse = false;
  let ahead: Ahead = {};
  let at = 0;
  for (let members = 0; at < size; members += 1) {
    const member = parseTarHeader(yield { offset: at, length: tarBlock });
    if (member === null) break;
    if (member === undefined || members > mostMembers) return "archive-damaged";
    const offset = at + tarBlock;
    const isAbout = member.kind === "name" || member.kind === "attributes";
    const bytes = isAbout ? member.size : (ahead.size ?? member.size);
    if (offset + bytes > size) return "cut-off";
    at = offset + Math.ceil(bytes / tarBlock) * tarBlock;
    if (isAbout) {
      if (bytes > mostText) return "archive-damaged";
      const text = yield { offset, length: bytes };
      ahead = { ...ahead, ...(member.kind === "name" ? { name: cName(text) } : aheadOf(text)) };
      continue;
    }
    // Records about all later members, or about the target of a link, change no name or size here.
    if (member.kind === "ignored") continue;
    const name = ahead.name ?? member.name;
    if (member.kind === "sparse" || ahead.isSparse === true) sparse ||= diskName.test(name);
    else if (member.kind === "file" && diskName.test(name)) {
      disks.push({ name, offset, size: bytes });
    } else if (member.kind === "file" && /\.mf$/i.test(name) && bytes <= mostText) {
      manifest = latin1(yield { offset, length: bytes });
    }
    ahead = {};
  }
  const [disk] = disks;
  if (disk === undefined) return sparse ? "archive-sparse" : "archive-without-disk";
  if (disks.length > 1) return "archive-with-disks";
  return { ...disk, sum: findManifestSum(manifest, disk.name) };
}

/** Returns a name that ends with a zero. */
function cName(bytes: Uint8Array): string {
  return latin1(bytes).replace(/\0.*$/s, "");
}

function aheadOf(bytes: Uint8Array): Ahead {
  const attributes = readAttributes(bytes);
  const name = attributes.get("GNU.sparse.name") ?? attributes.get("path");
  const size = attributes.get("size");
  const isSparse = [...attributes.keys()].some((key) => key.startsWith("GNU.sparse."));
  return {
    ...(name === undefined ? {} : { name }),
    ...(size !== undefined && /^\d{1,15}$/.test(size) ? { size: Number(size) } : {}),
    ...(isSparse ? { isSparse } : {}),
  };
}
