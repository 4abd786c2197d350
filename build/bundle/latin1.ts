import { type Plugin, parseAst } from "vite";

const beyond = /[^\0-\xff]/g;
/** Matches such a character behind a backslash that is not itself escaped. */
const beyondEscaped = /(?<!\\)(?:\\\\)*\\[^\0-\xff]/;

/**
 * Writes characters beyond Latin-1 as escapes, which mean the same in strings, templates, patterns
 * and names.
 * @throws {Error} where they do not: behind a backslash, and in a tagged template, which may read
 *   its text raw
 */
export function escapeBeyondLatin1(code: string): string {
  if (code.search(beyond) === -1) return code;
  const escaped = beyondEscaped.exec(code)?.[0];
  if (escaped !== undefined) throw new Error(`${escaped} cannot be written as an escape`);
  for (const raw of taggedTexts(parseAst(code))) {
    if (raw.search(beyond) !== -1) {
      throw new Error(`a tagged template would read escapes in its text: ${raw}`);
    }
  }
  return code.replaceAll(beyond, (each) => {
    return `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** The raw texts of all tagged templates in a tree (ESTree). */
function* taggedTexts(node: unknown): Generator<string> {
  if (typeof node !== "object" || node === null) return;
  if ("type" in node && node.type === "TaggedTemplateExpression") {
    const { quasi } = node as unknown as {
      readonly quasi: { readonly quasis: readonly { readonly value: { readonly raw: string } }[] };
    };
    for (const { value } of quasi.quasis) yield value.raw;
  }
  for (const inner of Object.values(node)) yield* taggedTexts(inner);
}

/**
 * Keeps all built code within Latin-1. V8 stores a text that holds any other character at two bytes
 * each, so that one typographic quote doubled the memory of all loaded code.
 */
export const latin1: Plugin = {
  name: "latin-1",
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === "chunk") file.code = escapeBeyondLatin1(file.code);
    }
  },
};
