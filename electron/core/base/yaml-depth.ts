import { type CST, Parser } from "yaml";

/** Real files nest a dozen levels; the reader needs a part of the stack for each. */
const deepest = 100;

/**
 * Whether a YAML text nests deeper than any real one, and where: the offset of what is too deep; null
 * if it does not. Composing such a text can end the whole process, since V8 gives up where the stack
 * ends within a regular expression. The parser used here keeps a stack of its own.
 */
export function findTooDeep(text: string): number | null {
  const waiting: { readonly token: CST.Token; readonly depth: number }[] = [];
  for (const token of new Parser().parse(text)) waiting.push({ token, depth: 0 });
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
