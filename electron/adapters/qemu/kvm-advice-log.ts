import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import type { AppError } from "../../contract/errors/app-error.ts";
import { replaceFile } from "../files/durable-file.ts";

/**
 * QEMU's message when KVM could not run a guest's state, with the registers, kept in the machine's
 * own folder: its log is begun anew by the next start. Once the advice was followed, it is kept
 * under another name, for a report.
 */
const open = "kvm-error.log";
const answered = "kvm-error.answered.log";

const read = (path: string) => readFile(path, "utf8").catch(() => null);

/** Keeps the log of a machine that failed so; other logs are ignored. */
export async function keepGuestState(folder: string, error: AppError | null): Promise<void> {
  if (error?.code !== "kvm-guest-state" || error.cause === undefined) return;
  const text = `${error.cause}\n`;
  const known = await Promise.all([open, answered].map((name) => read(join(folder, name))));
  // If it cannot be written, the machine's own log has it for now.
  if (!known.includes(text)) await replaceFile(join(folder, open), text).catch(() => {});
}

/** Returns whether a machine failed so, and nothing was done about it yet. */
export async function hasOpenGuestState(folder: string): Promise<boolean> {
  return (await read(join(folder, open))) !== null;
}

/** Notes that something was done about it. */
export async function answerGuestState(folder: string): Promise<void> {
  await rename(join(folder, open), join(folder, answered)).catch(() => {});
}

/** Reads the log that was kept last; null if none. */
export async function readGuestState(folder: string): Promise<string | null> {
  return (await read(join(folder, open))) ?? (await read(join(folder, answered)));
}
