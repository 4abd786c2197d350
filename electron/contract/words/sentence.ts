import type { ErrorCode, ErrorParams } from "../errors/app-error.ts";

/** A sentence that says what happened and why, and one that says what to do. */
export interface Sentence {
  readonly what: string;
  readonly todo?: string;
  /** A command within `todo` that is the same for everybody; what is not is in an error's params. */
  readonly command?: string;
}

export type ErrorWords = {
  readonly [C in ErrorCode]: (params: ErrorParams[C]) => Sentence;
};
