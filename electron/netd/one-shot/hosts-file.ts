import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from "node:fs";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { hostsFile, mostHostsBytes, withHostsBlock } from "../../core/lan/names/hosts-block.ts";
import { findProgram, run } from "../base/programs.ts";

/** Returns the text of a regular file of root's without further hard links; else null. */
function read(): { readonly text: string; readonly found: Stats } | null {
  let file: number;
  try {
    file = openSync(hostsFile, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return null;
  }
  try {
    const found = fstatSync(file);
    const isPlain =
      found.isFile() && found.uid === 0 && found.nlink === 1 && found.size <= mostHostsBytes;
    if (!isPlain) return null;
    const bytes = readFileSync(file);
    const text = bytes.toString("utf8");
    // Text that is not UTF-8 would be changed by decoding and encoding it.
    return Buffer.from(text).equals(bytes) ? { text, found } : null;
  } finally {
    closeSync(file);
  }
}

/**
 * Puts a block of ours into the hosts file, or takes it out (null). The file is replaced as a whole,
 * with its owner and rights; one that is a link, not root's, or odd in another way is refused.
 */
export async function changeHosts(block: string | null): Promise<Result<void>> {
  const there = read();
  const next = there === null ? null : withHostsBlock(there.text, block);
  if (there === null || next === null) return fail("once-file-foreign", { path: hostsFile });
  if (next === there.text) return ok(undefined);
  const fresh = `/etc/.hosts.virtray.${process.pid}`;
  try {
    const file = openSync(fresh, "wx", 0o600);
    try {
      writeSync(file, next);
      fchownSync(file, there.found.uid, there.found.gid);
      fchmodSync(file, there.found.mode & 0o7777);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    const now = lstatSync(hostsFile);
    if (now.ino !== there.found.ino || now.mtimeMs !== there.found.mtimeMs) {
      return fail("file-failed", { path: hostsFile, fault: "changed" });
    }
    renameSync(fresh, hostsFile);
  } catch (error) {
    return { ok: false, error: fileError(hostsFile, error) };
  } finally {
    rmSync(fresh, { force: true });
  }
  // Under SELinux a new file in /etc has a label that name services may not read.
  const restorecon = findProgram("restorecon");
  if (restorecon !== null) await run(restorecon, [hostsFile]);
  return ok(undefined);
}
