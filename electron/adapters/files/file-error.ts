import { type AppError, appError } from "../../contract/errors/app-error.ts";

/**
 * Returns an error of the file system at a path, as ours; a full disk or quota, and what is not
 * allowed, have sentences of their own.
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

/** Returns the error of a disk's file that cannot be opened. */
export function diskFileError(path: string, error: NodeJS.ErrnoException): AppError {
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return appError("disk-missing", { path });
    case "ENAMETOOLONG":
    case "ELOOP":
    case "ERR_INVALID_ARG_VALUE":
      return appError("disk-path-invalid", { path });
    default:
      return appError("disk-unreadable", { path, detail: error.message.replace(/, .*$/, "") });
  }
}
