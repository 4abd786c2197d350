import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { PathFault } from "../../contract/errors/general.ts";

/** The faults that the system tells by a code of its own (errno(3)). */
const faults: Readonly<Record<string, PathFault>> = {
  ENOENT: "missing",
  ENOTDIR: "not-folder",
  EISDIR: "folder",
  EEXIST: "exists",
  ENOTEMPTY: "exists",
  EROFS: "read-only",
  EMFILE: "too-many-open",
  ENFILE: "too-many-open",
  ELOOP: "links",
  ENAMETOOLONG: "name",
  ERR_INVALID_ARG_VALUE: "name",
  EIO: "device",
  EUCLEAN: "device",
  EBUSY: "busy",
  ETXTBSY: "busy",
  EFBIG: "too-large",
  EXDEV: "not-supported",
  ENOTSUP: "not-supported",
  EOPNOTSUPP: "not-supported",
  ENOSYS: "not-supported",
  EMLINK: "not-supported",
  ENODEV: "away",
  ENXIO: "away",
  ESTALE: "away",
  ENOTCONN: "away",
  ETIMEDOUT: "away",
  EHOSTDOWN: "away",
  EHOSTUNREACH: "away",
  EREMOTEIO: "away",
  ENOMEM: "memory",
};

/** The same, in the words by which programs tell it (strerror(3), in the C locale). */
const texts: readonly (readonly [RegExp, string])[] = [
  [/No space left on device/, "ENOSPC"],
  [/Disk quota exceeded/, "EDQUOT"],
  [/Read-only file system/, "EROFS"],
  [/Permission denied/, "EACCES"],
  [/Operation not permitted/, "EPERM"],
  [/Is a directory/, "EISDIR"],
  [/Not a directory/, "ENOTDIR"],
  [/File exists/, "EEXIST"],
  [/Too many open files/, "EMFILE"],
  [/Too many levels of symbolic links/, "ELOOP"],
  [/File name too long/, "ENAMETOOLONG"],
  [/Input\/output error/, "EIO"],
  [/Structure needs cleaning/, "EUCLEAN"],
  [/Text file busy|Device or resource busy/, "EBUSY"],
  [/File too large/, "EFBIG"],
  [/Stale file handle/, "ESTALE"],
  [/Transport endpoint is not connected/, "ENOTCONN"],
  [/Cannot allocate memory/, "ENOMEM"],
  [/No such file or directory/, "ENOENT"],
];

/** Returns the code of the system for what a program said; null if it said something else. */
export function systemCode(said: string): string | null {
  return texts.find(([pattern]) => pattern.test(said))?.[1] ?? null;
}

interface Thrown {
  readonly code?: unknown;
  readonly message?: unknown;
}

/**
 * Returns an error of the file system at a path, as ours: a sentence for each fault, and the system's
 * own words as the cause. A full disk or quota, and what is not allowed, have codes of their own.
 */
export function fileError(path: string, thrown: unknown): AppError {
  const { code, message } = Object(thrown) as Thrown;
  return fileErrorOf(path, String(code ?? ""), String(message ?? thrown));
}

/** Returns the same for a code of the system. */
export function fileErrorOf(path: string, code: string, cause: string): AppError {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return appError("disk-full", { path }, cause);
    case "EACCES":
    case "EPERM":
      return appError("file-denied", { path }, cause);
    default:
      return appError("file-failed", { path, fault: faults[code] ?? "other" }, cause);
  }
}

/** Returns the error of a disk's file that cannot be opened. */
export function diskFileError(path: string, thrown: unknown): AppError {
  const { code, message } = Object(thrown) as Thrown;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return appError("disk-missing", { path });
    case "ENAMETOOLONG":
    case "ELOOP":
    case "ERR_INVALID_ARG_VALUE":
      return appError("disk-path-invalid", { path }, String(message));
    default:
      return fileError(path, thrown);
  }
}
