import type { ErrorCode, ErrorParams } from "../errors/app-error.ts";

/** A sentence that tells what happened and why, and one that tells what to do. */
export interface Sentence {
  readonly what: string;
  readonly todo?: string;
  /** The advice on a terminal, where it differs: it names commands in place of buttons. */
  readonly typed?: string;
  /**
   * A command within `todo` that is the same for every user; a variable one is in an error's
   * params.
   */
  readonly command?: string;
}

export type ErrorWords = {
  readonly [C in ErrorCode]: (params: ErrorParams[C]) => Sentence;
};
