import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Place } from "./yaml-model.ts";

/** A blank, a sign, a text, or a word of JSON (RFC 8259); a text or word that is none ends before it. */
const token =
  /[\t\n\r ]*(?:([[\]{},:])|("(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][-+]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)))/uy;

type Expected = "value" | "first-item" | "first-key" | "key" | "colon" | "more";

/** Returns where a text stops being JSON; null if it is JSON to its end. */
export function findJsonFault(text: string): Place | null {
  const open: string[] = [];
  let expected: Expected = "value";
  token.lastIndex = 0;
  for (;;) {
    const blanks = /[\t\n\r ]*/y;
    blanks.lastIndex = token.lastIndex;
    blanks.exec(text);
    const at = blanks.lastIndex;
    if (at === text.length) {
      return expected === "more" && open.length === 0 ? null : placeOf(text, at);
    }
    const next = step(token.exec(text), expected, open);
    if (next === null) return placeOf(text, at);
    expected = next;
  }
}

/** Returns what may follow a token, and keeps the brackets that are open; null: it may not be here. */
function step(found: RegExpExecArray | null, expected: Expected, open: string[]): Expected | null {
  const [, sign, string, word] = found ?? [];
  const inside = open.at(-1);
  const isValueDue = expected === "value" || expected === "first-item";
  if (string !== undefined && (expected === "key" || expected === "first-key")) return "colon";
  if (string !== undefined || word !== undefined) return isValueDue ? "more" : null;
  if ((sign === "{" || sign === "[") && isValueDue) {
    open.push(sign);
    return sign === "{" ? "first-key" : "first-item";
  }
  const isEnd =
    (sign === "}" && inside === "{" && (expected === "more" || expected === "first-key")) ||
    (sign === "]" && inside === "[" && (expected === "more" || expected === "first-item"));
  if (isEnd) {
    open.pop();
    return "more";
  }
  if (sign === ":" && expected === "colon") return "value";
  if (sign === "," && expected === "more" && inside !== undefined) {
    return inside === "{" ? "key" : "value";
  }
  return null;
}

function placeOf(text: string, at: number): Place {
  const lines = text.slice(0, at).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/**
 * Returns where the value at a path stands in a text of JSON, which YAML can read, too; the part that
 * should hold it if it is missing. `isKey`: the place of its name.
 */
export function findInJson(text: string, path: readonly unknown[], isKey: boolean): Place {
  const counter = new LineCounter();
  let node: unknown = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: false,
  }).contents;
  let offset = offsetOf(node);
  for (const [index, name] of path.entries()) {
    const pairs = isMap(node) ? node.items : [];
    // Of two of one name, the last one counts.
    const pair = [...pairs]
      .reverse()
      .find(({ key }) => isScalar(key) && String(key.value) === String(name));
    const isLast = index === path.length - 1;
    node = isSeq(node) ? node.items[Number(name)] : pair?.value;
    const found = isKey && isLast && pair !== undefined ? pair.key : node;
    if (found === undefined) break;
    offset = offsetOf(found);
  }
  const { line, col } = counter.linePos(offset);
  return { line, column: col };
}

function offsetOf(node: unknown): number {
  const { range } = (node ?? {}) as { readonly range?: readonly number[] | null };
  return range?.[0] ?? 0;
}
