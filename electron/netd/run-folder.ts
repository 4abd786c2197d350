import { chmodSync, lstatSync, mkdirSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { fail, ok, type Result } from "../contract/errors.ts";
import type { OtherLan } from "../core/lan-refusals.ts";
import { readBook } from "./book-file.ts";

/** The number of the network namespace that this process is in: the LAN belongs to it. */
export function networkNamespace(): string {
  // "net:[4026531840]", see namespaces(7).
  return readlinkSync("/proc/self/ns/net").replace(/\D/g, "");
}

/**
 * Makes /run/virtray/UID/NAMESPACE, each folder root's with mode 0755, and gives its path. A
 * symlink, a file, or a folder that somebody else owns or may write to is refused: it could
 * lead root's writes elsewhere. /run itself is root's, so nothing can be exchanged in between.
 */
export function makeRunFolder(uid: number, namespace: string): Result<string> {
  let path = "/run";
  for (const name of ["virtray", String(uid), namespace]) {
    path = join(path, name);
    const refuse = (detail: string) => fail("netd-run-path-unsafe", { path, detail });
    try {
      mkdirSync(path, { mode: 0o755 });
      // The mode above is subject to the umask.
      chmodSync(path, 0o755);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return refuse(String(error));
    }
    const found = lstatSync(path);
    if (found.isSymbolicLink()) return refuse("it is a symbolic link");
    if (!found.isDirectory()) return refuse("it is no folder");
    if (found.uid !== process.getuid?.()) return refuse("it is not root’s");
    if ((found.mode & 0o022) !== 0) return refuse("others may write to it");
  }
  return ok(path);
}

/** The LANs that other users have in the same network namespace, by the books of their netd. */
export function findOtherLans(uid: number, namespace: string, boot: string): readonly OtherLan[] {
  return readdirSync("/run/virtray").flatMap((name) => {
    if (!/^\d+$/.test(name) || name === String(uid)) return [];
    const { tap } = readBook(join("/run/virtray", name, namespace, "state.json"), boot);
    return tap === null ? [] : [{ uid: Number(name), tap }];
  });
}
