import type { Result } from "../../contract/errors/app-error.ts";

/**
 * Returns the user whose password was asked for; root itself without a prompt. Null if the
 * environment is not valid.
 */
export function userServed(): number | null {
  const told = process.env["PKEXEC_UID"] ?? process.env["SUDO_UID"];
  if (told === undefined) return 0;
  // The highest uid_t that is a user (credentials(7)); -1 means "none".
  return /^\d{1,10}$/.test(told) && Number(told) < 0xffffffff ? Number(told) : null;
}

/** Reports the outcome to the user's side of the prompt, and sets the exit code. */
export function say(result: Result<unknown>): void {
  const line = result.ok ? { ok: true } : { ok: false, error: result.error };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  process.exitCode = result.ok ? 0 : 1;
}
