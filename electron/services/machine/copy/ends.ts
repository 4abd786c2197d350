import type { GuestEnd, GuestStream } from "../../../adapters/ssh/guest-stream.ts";
import { openGuestStream } from "../../../adapters/ssh/guest-stream.ts";
import { type AppError, appError } from "../../../contract/errors/app-error.ts";
import { guestFaults } from "../../../core/machine/copy/guest-commands.ts";

/** One end of a copy. */
export type CopyEnd =
  | { readonly kind: "stream" }
  | { readonly kind: "here"; readonly path: string }
  | GuestCopyEnd;

export interface GuestCopyEnd {
  readonly kind: "machine";
  readonly name: string;
  readonly path: string;
  /** Returns the arguments of ssh for a command in the machine. */
  readonly ssh: (command: string) => readonly string[];
}

/** The reason why a copy ended, thrown through the streams that it consists of. */
export class CopyFault extends Error {
  readonly error: AppError;
  constructor(error: AppError) {
    super(error.code);
    this.error = error;
  }
}

/** Opens a command in a machine; its streams end when the signal comes. */
export function openIn(end: GuestCopyEnd, command: string, signal?: AbortSignal): GuestStream {
  return openGuestStream(end.ssh(command), signal);
}

/** Returns why a command in a machine failed; null if it did not. */
export function faultOf({ name, path }: GuestCopyEnd, ended: GuestEnd): AppError | null {
  if (ended.error !== null) return ended.error;
  const place = `${name}:${path}`;
  switch (ended.exitCode) {
    case 0:
      return null;
    case guestFaults.missing:
      return appError("transfer-missing", { place });
    case guestFaults.folder:
      return appError("transfer-folder", { place });
    case guestFaults.parentMissing:
      return appError("transfer-target-missing", { place });
    case 255:
      return appError("transfer-no-login", { name, detail: ended.said || "no-message" });
    default:
      return appError("transfer-failed-inside", { name, detail: ended.said || "no-message" });
  }
}
