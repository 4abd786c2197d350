import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type AppError, fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { readCommand, writeCommand } from "../../../core/machine/copy/guest-commands.ts";
import { readGuestPath } from "../../../core/machine/copy/guest-path.ts";
import { faultOf, type GuestCopyEnd, openIn } from "./ends.ts";

/** Writes a stream to a file in a machine. */
export async function copyStreamIn(
  input: Readable,
  end: GuestCopyEnd,
  signal?: AbortSignal,
): Promise<Result<void>> {
  const guest = openIn(end, writeCommand(readGuestPath(end.path)), signal);
  guest.output.resume();
  const broken = await failureOf(pipeline(input, guest.input));
  if (broken !== null) guest.end();
  return outcome(faultOf(end, await guest.ended), broken, signal);
}

/** Writes a file of a machine to a stream, which stays open. */
export async function copyStreamOut(
  end: GuestCopyEnd,
  output: Writable,
  signal?: AbortSignal,
): Promise<Result<void>> {
  const guest = openIn(end, readCommand(readGuestPath(end.path)), signal);
  guest.input.end();
  const broken = await failureOf(pipeline(guest.output, output, { end: false }));
  if (broken !== null) guest.end();
  return outcome(faultOf(end, await guest.ended), broken, signal);
}

const failureOf = (work: Promise<void>): Promise<string | null> =>
  work.then(
    () => null,
    (error: unknown) => String(Object(error).message ?? error),
  );

function outcome(
  fault: AppError | null,
  broken: string | null,
  signal: AbortSignal | undefined,
): Result<void> {
  if (signal?.aborted === true) return fail("cancelled", {});
  if (fault !== null) return { ok: false, error: fault };
  return broken === null ? ok(undefined) : fail("output-failed", { detail: broken });
}
