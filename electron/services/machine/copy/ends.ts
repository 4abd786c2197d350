import { pipeline } from "node:stream/promises";
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

/** A connection that is silent for three times as long is lost. */
const signsOfLife = ["-o", "ServerAliveInterval=15"] as const;

/** Opens a command in a machine; its streams end when the signal comes. */
export function openIn(end: GuestCopyEnd, command: string, signal?: AbortSignal): GuestStream {
  return openGuestStream([...signsOfLife, ...end.ssh(command)], signal);
}

/** Returns why a command in a machine failed; null if it did not. `begun`: it had answered before. */
export function faultOf(
  { name, path }: GuestCopyEnd,
  ended: GuestEnd,
  begun = false,
): AppError | null {
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
    case guestFaults.cut:
      return appError("transfer-cut", { place });
    case 255:
      if (begun) return appError("transfer-lost", { name, detail: ended.said || "no-message" });
      return appError("transfer-no-login", { name, detail: ended.said || "no-message" });
    default:
      return appError("transfer-failed-inside", { name, detail: ended.said || "no-message" });
  }
}

/** Returns the reason why a command in a machine gave no answer. */
export function failureOf(end: GuestCopyEnd, ended: GuestEnd): CopyFault {
  const silent = appError("transfer-failed-inside", { name: end.name, detail: "ended-silently" });
  return new CopyFault(faultOf(end, ended) ?? silent);
}

/** The codes by which a stream tells that its other end has gone. */
const brokenStream = new Set(["EPIPE", "ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE"]);

/**
 * Sends all of a content to a command in a machine that has answered already, and waits for its end. Errors throw,
 * where the command failed with its own reason.
 */
export async function sendInto(
  end: GuestCopyEnd,
  guest: GuestStream,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const failed = async () => {
    const fault = faultOf(end, await guest.ended, true);
    return fault === null ? null : new CopyFault(fault);
  };
  try {
    await pipeline(content, guest.input);
  } catch (error) {
    const isGuests = brokenStream.has(String(Object(error).code));
    if (!isGuests) guest.end();
    throw (isGuests ? await failed() : null) ?? error;
  }
  const fault = await failed();
  if (fault !== null) throw fault;
}
