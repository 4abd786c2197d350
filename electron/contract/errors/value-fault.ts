import type { ValueForm } from "../base/formed.ts";

/** The kinds of values, for settings that no form describes. */
export type ValueKind = "text" | "number" | "whole-number" | "truth" | "list" | "map" | "nothing";

/** The limits of a value; the fault names the number. */
export type ValueLimit = "least" | "most" | "multiple" | "shortest" | "longest";

/** A value that is not possible, or a setting that should be there or should not. */
export interface ValueFault {
  /** The way to the setting, such as `network.address`; empty: the value as a whole. */
  readonly field: string;
  /**
   * `unknown`: no setting has this name. `choice`: `limit` has the possible values. `stranger`: a page
   * that is not ours asked. `other`: nobody has described what is possible.
   */
  readonly wrong:
    | ValueForm
    | ValueKind
    | ValueLimit
    | "unknown"
    | "missing"
    | "choice"
    | "stranger"
    | "other";
  /** The value as it is written, or its beginning. */
  readonly text: string;
  readonly limit: string | number;
}

/** A fault of a file in JSON. */
export interface FileFault extends Omit<ValueFault, "wrong"> {
  readonly path: string;
  /** Line and column, counted from 1; 0 if the fault has no place. */
  readonly line: number;
  readonly column: number;
  /**
   * `absent`: the file does not exist. `json`: the text is not JSON. `own-id`: the id in the file differs
   * from its folder's name, which is `text`.
   */
  readonly wrong: ValueFault["wrong"] | "absent" | "json" | "own-id";
}
