import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import type { AppError } from "../../contract/errors/app-error.ts";
import { replaceFile } from "../files/durable-file.ts";

/**
 * What QEMU wrote when KVM could not run a guest's state, with the registers, in the machine's own
 * folder: its log is begun anew by the next start, and gone with the computer's. Once something was
 * done about it, it is kept under another name, for a report.
 */
const open = "kvm-error.log";
const answered = "kvm-error.answered.log";

const read = (path: string) => readFile(path, "utf8").catch(() => null);

/** Keeps the log of a machine that failed so; anything else is no matter of this. */
export async function keepGuestState(folder: string, error: AppError | null): Promise<void> {
  if (error?.code !== "kvm-guest-state" || error.cause === undefined) return;
  const text = `${error.cause}\n`;
  const known = await Promise.all([open, answered].map((name) => read(join(folder, name))));
  // Where it cannot be written, the machine's own log tells of it for now.
  if (!known.includes(text)) await replaceFile(join(folder, open), text).catch(() => {});
}

/** Whether a machine failed so, and nothing was done about it yet. */
export async function hasOpenGuestState(folder: string): Promise<boolean> {
  return (await read(join(folder, open))) !== null;
}

/** Notes that something was done about it. */
export async function answerGuestState(folder: string): Promise<void> {
  await rename(join(folder, open), join(folder, answered)).catch(() => {});
}

/** What was kept last; null: nothing. */
export async function readGuestState(folder: string): Promise<string | null> {
  return (await read(join(folder, open))) ?? (await read(join(folder, answered)));
}
