import type { ComputerErrors } from "./computer.ts";
import type { DiskErrors } from "./disk.ts";
import type { GeneralErrors } from "./general.ts";
import type { HostErrors } from "./host.ts";
import type { LanErrors } from "./lan.ts";
import type { MachineErrors } from "./machine.ts";
import type { ShareErrors } from "./share.ts";
import type { TemplateErrors } from "./template.ts";
import type { TransferErrors } from "./transfer.ts";

/**
 * The codes of all errors, each with the values for its sentence. Sentences are in `words/`, one
 * file for each language; the compiler demands one for each code there.
 */
export interface ErrorParams
  extends MachineErrors,
    DiskErrors,
    TemplateErrors,
    TransferErrors,
    ComputerErrors,
    ShareErrors,
    LanErrors,
    HostErrors,
    GeneralErrors {}

export type ErrorCode = keyof ErrorParams;

/** An error as a value: a code for programs, params for the sentence, a raw cause for the log. */
export type AppError = {
  readonly [C in ErrorCode]: {
    readonly code: C;
    readonly params: ErrorParams[C];
    /** Arguments, exit code and stderr, for the log only: it is never the only explanation. */
    readonly cause?: string;
  };
}[ErrorCode];

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: AppError };

/** Returns a successful result. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Returns whether a problem is ordinary, such as being offline: it is shown, but does not alarm. */
export function isCalm({ code }: AppError): boolean {
  return code === "uplink-none-found" || code === "lan-small";
}

/** Returns a failed result, with the values for its sentence and, if known, the raw cause. */
export function fail<C extends ErrorCode>(
  code: C,
  params: ErrorParams[C],
  cause?: string,
): { readonly ok: false; readonly error: AppError } {
  return { ok: false, error: appError(code, params, cause) };
}

/** Builds an error value; `cause` is omitted if it is unknown. */
export function appError<C extends ErrorCode>(
  code: C,
  params: ErrorParams[C],
  cause?: string,
): AppError {
  const error = cause === undefined ? { code, params } : { code, params, cause };
  // A correlated union cannot be built generically without this type assertion.
  return error as unknown as AppError;
}

/** Marks a branch that the types rule out; throws if the types were wrong. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
