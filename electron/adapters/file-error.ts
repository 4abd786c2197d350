import { type AppError, appError } from "../contract/errors.ts";

/**
 * An error of the file system at a path, as ours; a full disk or quota, and what is not allowed, have
 * sentences of their own.
 */
export function fileError(path: string, error: unknown): AppError {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return appError("disk-full", { path }, message);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return appError("file-denied", { path }, message);
    default:
      return appError("file-failed", { path, detail: message });
  }
}
