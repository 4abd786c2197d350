import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { type LanIdentity, lanIdentitySchema } from "../../contract/lan/network.ts";
import {
  emptyStateFile,
  type LanStateFile,
  lanStateFileSchema,
} from "../../core/lan/plan/state-file.ts";

/** This boot's identity (random(4)). */
export function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** Reads the state file; one that is absent, broken or of an earlier boot counts as empty. */
export function readStateFile(path: string, boot: string): LanStateFile {
  try {
    const parsed = v.safeParse(lanStateFileSchema, JSON.parse(readFileSync(path, "utf8")));
    if (parsed.success && parsed.output.boot === boot) return parsed.output;
  } catch {
    // Only root writes here, and atomically: an unreadable state file is one that never was.
  }
  return emptyStateFile(boot);
}

/** Replaces the state file, so that a crash at any moment leaves the old one or the new one. */
export function writeStateFile(path: string, stateFile: LanStateFile): void {
  replaceFile(path, JSON.stringify(stateFile));
}

const agreementSchema = v.strictObject({ boot: v.string(), lan: lanIdentitySchema });

/**
 * Returns the LAN that a person agreed to in this boot, by the last order that named one; null if
 * there is none.
 */
export function readAgreed(path: string, boot: string): LanIdentity | null {
  try {
    const parsed = v.safeParse(agreementSchema, JSON.parse(readFileSync(path, "utf8")));
    return parsed.success && parsed.output.boot === boot ? parsed.output.lan : null;
  } catch {
    return null;
  }
}

/** Writes down the LAN that a person agreed to, for the netd that lives or is about to start. */
export function writeAgreed(path: string, boot: string, lan: LanIdentity): void {
  replaceFile(path, JSON.stringify({ boot, lan }));
}

/**
 * Several netd may write at once until one of them has the lock, so each has a draft of its own.
 */
const draftOf = (path: string) => `${path}.${process.pid}.new`;

/** Removes the drafts of processes that ended before they were put into place. */
export function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /\.(\d+)\.new$/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) {
      rmSync(join(folder, name), { force: true });
    }
  }
}

function replaceFile(path: string, text: string): void {
  const fresh = draftOf(path);
  rmSync(fresh, { force: true });
  const file = openSync(fresh, "wx", 0o644);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}
