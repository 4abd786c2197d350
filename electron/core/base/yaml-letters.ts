import { CST, Lexer } from "yaml";
import type { YamlFault } from "../../contract/errors/yaml-fault.ts";

/** A fault, and at which character of the text it is. */
export interface FaultAt {
  readonly offset: number;
  readonly fault: YamlFault;
}

/**
 * Matches characters that guests' readers refuse anywhere, and those that end a line for some of them
 * only: readers of YAML 1.1 end lines at U+0085, U+2028 and U+2029.
 */
export const unreadable =
  /[^\t\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** Tags whose values can be written again as they are; all others make of a guest's whole text nothing. */
const tags = /^!!(?:str|binary|timestamp|int|float|bool|null|map|seq)$/;

/**
 * Finds what the parser lets pass and guests' readers refuse, or read otherwise, in the letters of a
 * YAML text; null if there is none.
 */
export function findBadLetters(text: string): FaultAt | null {
  const found = unreadable.exec(text);
  if (found !== null) return { offset: found.index, fault: character(found[0]) };
  let [offset, flow, isBlock, isContent] = [0, 0, false, false];
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END) continue;
    if (lexeme === CST.SCALAR) {
      isContent = true;
      continue;
    }
    if (!isContent && /^[[{]$/.test(lexeme)) flow += 1;
    if (!isContent && /^[\]}]$/.test(lexeme)) flow -= 1;
    const within = isContent
      ? isBlock
        ? null
        : faultOfPlain(lexeme, flow > 0)
      : faultOfToken(lexeme);
    if (within !== null) return { offset: offset + within.at, fault: within.fault };
    if (isContent) isBlock = false;
    else if (/^[|>]/.test(lexeme)) isBlock = true;
    isContent = false;
    offset += lexeme.length;
  }
  return null;
}

interface Within {
  readonly at: number;
  readonly fault: YamlFault;
}

function character(letter: string): YamlFault {
  const code = letter.codePointAt(0) ?? 0;
  return { kind: "character", code: `U+${code.toString(16).toUpperCase().padStart(4, "0")}` };
}

function faultOfPlain(text: string, isFlow: boolean): Within | null {
  const tab = text.indexOf("\t");
  if (tab !== -1) return { at: tab, fault: { kind: "tab" } };
  const isBad =
    text.startsWith("%") || (isFlow && (/[?]|^:/.test(text) || /^-(?![\w.])/.test(text)));
  return isBad ? { at: 0, fault: { kind: "scalar-start" } } : null;
}

function faultOfToken(lexeme: string): Within | null {
  const type = CST.tokenType(lexeme);
  const name = lexeme.slice(1);
  if (type === "space" && lexeme.includes("\t")) {
    return { at: lexeme.indexOf("\t"), fault: { kind: "tab" } };
  }
  // Nobody needs them here, and readers differ about where such a key ends.
  if (type === "explicit-key-ind") return { at: 0, fault: { kind: "key" } };
  if (type === "directive-line") return { at: 0, fault: { kind: "directive" } };
  if (type === "tag" && !tags.test(lexeme)) return { at: 0, fault: { kind: "tag", tag: lexeme } };
  // Older readers know these letters only in the names of anchors.
  if (type === "anchor" && !/^[\w-]+$/.test(name)) {
    return { at: 0, fault: { kind: "anchor", name } };
  }
  if (type === "alias" && !/^[\w-]+$/.test(name)) return { at: 0, fault: { kind: "alias", name } };
  return null;
}
