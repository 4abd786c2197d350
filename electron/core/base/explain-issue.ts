import * as v from "valibot";
import { type ValueForm, valueForms } from "../../contract/base/formed.ts";
import { fail } from "../../contract/errors/app-error.ts";
import type {
  FileFault,
  ValueFault,
  ValueKind,
  ValueLimit,
} from "../../contract/errors/value-fault.ts";

type Issue = v.BaseIssue<unknown>;
/** The issues of a value that was refused, of which the first one is told. */
export type Refused = { readonly issues: readonly [Issue, ...unknown[]] };

/** The kinds of values that the schemas without a form ask for, by the schemas' types. */
const kinds: Readonly<Record<string, ValueKind>> = {
  string: "text",
  number: "number",
  safe_integer: "whole-number",
  integer: "whole-number",
  boolean: "truth",
  array: "list",
  object: "map",
  strict_object: "map",
  loose_object: "map",
  record: "map",
  variant: "map",
  undefined: "nothing",
};

const limits: Readonly<Record<string, ValueLimit>> = {
  min_value: "least",
  max_value: "most",
  multiple_of: "multiple",
  min_length: "shortest",
  max_length: "longest",
};

/** The beginning of a value that a sentence has room for, in characters. */
const mostText = 60;

/**
 * Explains why a schema refused a value. `whole` names what was judged, for an issue that is not about
 * one of its settings. The schema's own messages are in one language, and name patterns.
 */
export function explainIssue(given: Issue, whole = ""): ValueFault {
  const issue = deepest(given);
  const field = [whole, v.getDotPath(issue) ?? ""].filter((part) => part !== "").join(".");
  const about = { field, text: textOf(issue.input), limit: "" };
  const { message, type, expected } = issue;
  if (isForm(message)) return { ...about, wrong: message };
  if (type === "strict_object" && expected === "never") return { ...about, wrong: "unknown" };
  if (/^".*"$/.test(expected ?? "") && issue.received === "undefined" && type !== "literal") {
    return { ...about, wrong: "missing" };
  }
  const choices = choicesOf(issue);
  if (choices !== null) {
    const isMissing = issue.received === "undefined" && type === "variant";
    return isMissing
      ? { ...about, wrong: "missing" }
      : { ...about, wrong: "choice", limit: choices.join(", ") };
  }
  const limit = limits[type];
  if (limit !== undefined) return { ...about, wrong: limit, limit: Number(issue.requirement) };
  return { ...about, wrong: kinds[type] ?? "other" };
}

/**
 * Explains why the schema of a request refused a value; `whole` as for `explainIssue`. A form says what is
 * possible by itself, and nobody has typed the name of a field.
 */
export function explainInput(issue: Issue, whole?: string): ValueFault {
  const fault = explainIssue(issue, whole);
  return isForm(fault.wrong) ? { ...fault, field: "" } : fault;
}

/** Returns the failed result of a request that a schema refused; a window is told the field too. */
export function refuseInput({ issues: [issue] }: Refused, whole?: string) {
  return fail(
    "input-invalid",
    whole === undefined ? explainIssue(issue) : explainInput(issue, whole),
  );
}

/** Returns the fault of a file as a whole, without a place in it. */
export function wholeFile(path: string, wrong: "absent" | "json"): FileFault {
  return { path, field: "", wrong, text: "", limit: "", line: 0, column: 0 };
}

/** Returns the issue of what a union may be besides a fixed value: it tells more than the union's own. */
function deepest(issue: Issue): Issue {
  const within = issue.type === "union" ? issue.issues?.at(-1) : undefined;
  return within === undefined ? issue : deepest(within);
}

function isForm(message: string): message is ValueForm {
  return valueForms.some((form) => form === message);
}

/** Returns the values that were possible, from an expectation such as `("auto" | "de")`. */
function choicesOf({ type, expected }: Issue): readonly string[] | null {
  const isChoice = type === "picklist" || type === "literal" || type === "variant";
  if (!isChoice || expected === null || expected === "Object") return null;
  return expected
    .replace(/^\((.*)\)$/, "$1")
    .split(" | ")
    .map((choice) => choice.replace(/^"(.*)"$/, "$1"));
}

function textOf(input: unknown): string {
  const text = typeof input === "string" ? input : asJson(input);
  return text.length > mostText ? `${text.slice(0, mostText)}…` : text;
}

/** Values from windows may be of kinds that JSON does not have. */
function asJson(input: unknown): string {
  try {
    return typeof input === "bigint" ? String(input) : (JSON.stringify(input) ?? String(input));
  } catch {
    return Object.prototype.toString.call(input);
  }
}
