import { type AppError, appError } from "../contract/errors.ts";

/** An error of the file system at a path, as ours; a full disk or quota has a sentence of its own. */
export function fileError(path: string, error: unknown): AppError {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT"
    ? appError("disk-full", { path }, message)
    : appError("file-failed", { path, detail: message });
}
