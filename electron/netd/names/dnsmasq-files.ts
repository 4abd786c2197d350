import {
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dnsmasqFolder } from "../../core/lan/names/dnsmasq-plan.ts";
import type { Servant } from "./servant.ts";

/**
 * Replaces a file by one that its owner alone may read. A link in its place is removed, not followed.
 */
export function writeAnew(path: string, text: string, owner: Servant | null): void {
  rmSync(path, { force: true });
  const file = openSync(path, "wx", 0o600);
  try {
    writeSync(file, text);
    if (owner !== null) fchownSync(file, owner.uid, owner.gid);
  } finally {
    closeSync(file);
  }
}

/** Removes the folder if it is root's, as ours is, and empty. */
export function leaveFolder(): void {
  try {
    if (lstatSync(dnsmasqFolder).uid === 0) rmdirSync(dnsmasqFolder);
  } catch {
    // It is absent, or another LAN's files are in it.
  }
}

/** More leases than the largest LAN has addresses do not come from dnsmasq. */
const mostLeaseBytes = 8 * 1024 * 1024;

/**
 * Reads the leases that dnsmasq has noted. The file is the servant's and not trusted, so links are
 * not followed, pipes do not block, and its size is bounded.
 */
export function readLeases(path: string): string {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return "";
  }
  try {
    const found = fstatSync(file);
    return found.isFile() && found.size <= mostLeaseBytes ? readFileSync(file, "utf8") : "";
  } finally {
    closeSync(file);
  }
}
