import { randomInt } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import type { MachineRuntime } from "./runtime.ts";

/** Letters and digits without those that look alike, because people type it into viewers. */
const alphabet = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
/** VNC looks at eight characters and no more (RFC 6143, 7.2.2). */
const passwordLength = 8;

/**
 * Writes a new random password for a machine's VNC display to the file from which QEMU reads it; a
 * machine without a display has none. The lock is held.
 */
export function renewVncPassword(runtime: MachineRuntime, hasDisplay: boolean): Result<void> {
  const path = runtime.qemu.vncPassword;
  const characters = Array.from(
    { length: passwordLength },
    () => alphabet[randomInt(alphabet.length)],
  );
  try {
    rmSync(path, { force: true });
    if (hasDisplay) writeFileSync(path, characters.join(""), { mode: 0o600, flag: "wx" });
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}
