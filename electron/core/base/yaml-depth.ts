import { type CST, Parser } from "yaml";

/** Real files nest a dozen levels; the reader needs a part of the stack for each. */
const deepest = 100;

/**
 * Returns the offset at which a YAML text nests too deeply; null if it does not. Composing such a
 * text can end the whole process, because V8 aborts when the stack ends within a regular
 * expression; the parser used here has a stack of its own, and passes `newLine` the offsets of
 * lines.
 */
export function findTooDeep(text: string, newLine?: (offset: number) => void): number | null {
  const waiting: { readonly token: CST.Token; readonly depth: number }[] = [];
  for (const token of new Parser(newLine).parse(text)) waiting.push({ token, depth: 0 });
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next;
    if (depth > deepest) return token.offset;
    for (const inner of innerTokens(token)) waiting.push({ token: inner, depth: depth + 1 });
  }
  return null;
}

function innerTokens(token: CST.Token): readonly CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!("items" in token)) return [];
  return token.items.flatMap((item) => [item.key ?? [], item.value ?? []].flat());
}
