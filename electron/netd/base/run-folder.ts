import { chmodSync, lstatSync, mkdirSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { isEmptyStateFile } from "../../core/lan/plan/state-file.ts";
import type { OtherLan } from "../../core/lan/refusals.ts";
import { isLockHeld, releaseLock, takeLock } from "../../system/process-lock.ts";
import { findProgram, run } from "./programs.ts";
import { readStateFile } from "./state-file.ts";

/** Returns the number of the network namespace that this process is in: the LAN belongs to it. */
export function networkNamespace(): string {
  // "net:[4026531840]", see namespaces(7).
  return readlinkSync("/proc/self/ns/net").replace(/\D/g, "");
}

/**
 * Lets a user, and beside root no other, read a file of root's or of a servant's. An ACL entry does
 * so, because an owner could change the file, and a group may have other members.
 */
export async function letIn(uid: number, path: string, how: "r-x" | "r--"): Promise<Result<void>> {
  const setfacl = findProgram("setfacl");
  if (setfacl === null) return fail("program-missing", { program: "setfacl", package: "acl" });
  const user = uid === 0 ? [] : [`user:${uid}:${how}`, `mask::${how}`];
  const entries = [...user, "group::---", "other::---"].join(",");
  const { code, stderr } = await run(setfacl, ["-m", entries, "--", path]);
  if (code === 0) return ok(undefined);
  return fail("netd-run-path-unsafe", { path, detail: stderr.trim() || `setfacl: exit ${code}` });
}

/**
 * Makes /run/virtray/UID/NAMESPACE, each folder root's, and returns its path; only root and the
 * user may enter the user's. A symlink, a file, or a folder that another user owns or may write to
 * is refused: it could lead root's writes elsewhere.
 */
export async function makeRunFolder(uid: number, namespace: string): Promise<Result<string>> {
  let path = "/run";
  for (const name of ["virtray", String(uid), namespace]) {
    path = join(path, name);
    const mode = name === String(uid) ? 0o700 : 0o755;
    const refuse = (detail: string) => fail("netd-run-path-unsafe", { path, detail });
    try {
      mkdirSync(path, { mode });
      // The mode above is subject to the umask.
      chmodSync(path, mode);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return refuse(String(error));
    }
    const found = lstatSync(path);
    if (found.isSymbolicLink()) return refuse("symbolic-link");
    if (!found.isDirectory()) return refuse("not-a-folder");
    if (found.uid !== process.getuid?.()) return refuse("not-roots");
    if ((found.mode & 0o022) !== 0) return refuse("others-may-write");
    const kept = name === String(uid) ? await letIn(uid, path, "r-x") : ok(undefined);
    if (!kept.ok) return kept;
  }
  return ok(path);
}

const runFolder = "/run/virtray";

/**
 * Returns the LANs that other users have in the same network namespace, by the state files of their
 * netd.
 */
export function findOtherLans(uid: number, namespace: string, boot: string): readonly OtherLan[] {
  return readdirSync(runFolder).flatMap((name) => {
    if (!/^\d+$/.test(name) || name === String(uid)) return [];
    const folder = join(runFolder, name, namespace);
    const stateFile = readStateFile(join(folder, "state.json"), boot);
    if (stateFile.wish === null && isEmptyStateFile(stateFile)) return [];
    return [{ uid: Number(name), stateFile: stateFile, lives: isLockHeld(join(folder, "lock")) }];
  });
}

/** A decision takes as long as one reading of the kernel; a netd that takes longer hangs. */
const decisionTimeout = 10_000;

/**
 * Runs work that decides which LAN a network namespace has, while no other netd does so: two that
 * look at the same moment would both find none.
 */
export async function aloneInNamespace<T>(
  namespace: string,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const path = join(runFolder, `lan-${namespace}.lock`);
  const end = Date.now() + decisionTimeout;
  while (!takeLock(path)) {
    if (Date.now() > end) {
      return fail("netd-refused", { detail: "other-lan-waits" });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  try {
    return await work();
  } finally {
    releaseLock(path);
  }
}
