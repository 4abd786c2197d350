import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  Scalar,
  type YAMLMap,
} from "yaml";
import type { YamlFault } from "../../contract/errors/yaml-fault.ts";
import { findTooDeep } from "./yaml-depth.ts";
import { type FaultAt, findBadLetters } from "./yaml-letters.ts";
import {
  type Place,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
  type YamlTag,
  yamlList,
  yamlMap,
} from "./yaml-model.ts";
import { isPossibleValue } from "./yaml-values.ts";

/** A fault of a text, with its place. */
export interface YamlWrong extends Place {
  readonly fault: YamlFault;
}

export type YamlReading =
  /** Null: there is nothing in the text. */
  | { readonly isRead: true; readonly root: YamlNode | null }
  | { readonly isRead: false; readonly wrong: YamlWrong };

/** Far more than people write; aliases can repeat a part without an end. */
const mostNodes = 100_000;

/** Readers of YAML 1.1 look no further for the colon behind a key. */
const longestKey = 1000;

/**
 * Reads a YAML text, once, into the one tree that everything of ours works with. Aliases and `<<` are
 * written out in it. What a guest's reader (YAML 1.1, as cloud-init's) would refuse or read otherwise
 * is refused with its place.
 */
export function readYaml(given: string): YamlReading {
  const text = `${given.replace(/^\ufeff/, "").replaceAll("\r\n", "\n")}\n`;
  const counter = new LineCounter();
  for (let at = 0; at !== 0 || counter.lineStarts.length === 0; at = text.indexOf("\n", at) + 1) {
    counter.addNewLine(at);
  }
  const placeOf = (offset: number): Place => {
    const { line, col } = counter.linePos(Math.min(offset, text.length - 1));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refuse = ({ offset, fault }: FaultAt): YamlReading => ({
    isRead: false,
    wrong: { ...placeOf(offset), fault },
  });
  const tooDeep = findTooDeep(text);
  if (tooDeep !== null) return refuse({ offset: tooDeep, fault: { kind: "nesting" } });
  const letters = findBadLetters(text);
  if (letters !== null) return refuse(letters);
  const document = parseDocument(text, {
    // No value gets a type here: `0644` stays as it is.
    schema: "failsafe",
    prettyErrors: false,
    uniqueKeys: false,
    keepSourceTokens: true,
  });
  try {
    checkDocument(document);
    const { contents } = document;
    const root = contents === null ? null : new TreeBuilder(text, placeOf).build(contents);
    const isNothing = root?.kind === "scalar" && root.text === "" && root.style === "plain";
    return { isRead: true, root: isNothing ? null : root };
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.at);
    throw error;
  }
}

/** Ends the building of a tree; never leaves this file. */
class Refusal extends Error {
  readonly at: FaultAt;

  constructor(at: FaultAt) {
    super("refused");
    this.at = at;
  }
}

function refuseAt(offset: number, fault: YamlFault): never {
  throw new Refusal({ offset, fault });
}

const offsetOf = (node: unknown) => (node as ParsedNode | null)?.range?.[0] ?? 0;

/** The faults that the parser's codes stand for. */
const kinds: Readonly<Record<string, "indent" | "unclosed" | "escape" | "tab" | "key">> = {
  BAD_INDENT: "indent",
  BLOCK_AS_IMPLICIT_KEY: "indent",
  BLOCK_IN_FLOW: "indent",
  MISSING_CHAR: "unclosed",
  BAD_DQ_ESCAPE: "escape",
  TAB_AS_INDENT: "tab",
  KEY_OVER_1024_CHARS: "key",
  MULTILINE_IMPLICIT_KEY: "key",
};

function checkDocument({ errors }: Document.Parsed): void {
  const [error] = errors;
  if (error === undefined) return;
  const [offset] = error.pos;
  if (error.code === "MULTIPLE_DOCS") refuseAt(offset, { kind: "second-document" });
  if (error.code === "BAD_SCALAR_START") refuseAt(offset, { kind: "scalar-start" });
  // A bracket that is never closed is told as one that is badly indented.
  const isOpen = / end with a /.test(error.message);
  refuseAt(offset, { kind: isOpen ? "unclosed" : (kinds[error.code] ?? "syntax") });
}

class TreeBuilder {
  readonly #anchors = new Map<string, YamlNode>();
  readonly #text: string;
  readonly #placeOf: (offset: number) => Place;
  /** Nodes that aliases have repeated. */
  #repeated = 0;

  constructor(text: string, placeOf: (offset: number) => Place) {
    this.#text = text;
    this.#placeOf = placeOf;
  }

  build(node: unknown): YamlNode {
    if (isAlias(node)) return this.#aliased(node.source, offsetOf(node));
    const built = this.#own(node);
    const { anchor } = node as ParsedNode & { readonly anchor?: string };
    if (anchor === undefined) return built;
    if (this.#anchors.has(anchor)) refuseAt(offsetOf(node), { kind: "anchor", name: anchor });
    this.#anchors.set(anchor, built);
    return built;
  }

  #aliased(name: string, offset: number): YamlNode {
    const meant = this.#anchors.get(name);
    if (meant === undefined) return refuseAt(offset, { kind: "alias", name });
    this.#repeated += meant.size;
    if (this.#repeated > mostNodes) refuseAt(offset, { kind: "alias-many" });
    return meant;
  }

  #own(node: unknown): YamlNode {
    const offset = offsetOf(node);
    const place = this.#placeOf(offset);
    if (isMap(node)) {
      checkTag(node.tag, "map", offset);
      return this.#map(node, place);
    }
    if (isSeq(node)) {
      checkTag(node.tag, "seq", offset);
      return yamlList(
        node.items.map((item) => this.build(item)),
        place,
      );
    }
    if (!isScalar(node)) return refuseAt(offset, { kind: "syntax" });
    return this.#scalar(node, place);
  }

  #scalar(node: Scalar, place: Place): YamlScalar {
    const tag = tagOf(node.tag);
    const offset = offsetOf(node);
    if (tag === "map" || tag === "seq") refuseAt(offset, { kind: "tag", tag: `!!${tag}` });
    const isPlain = node.type === undefined || node.type === Scalar.PLAIN;
    const isBlock = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
    const text = String(node.source ?? node.value ?? "");
    // Behind such an indent a guest's reader keeps the blanks of lines that have nothing else.
    const isIndentTold = isBlock && /^[|>][+-]?[1-9]/.test(this.#text.slice(offset, offset + 3));
    if (isIndentTold && /^\n*$/.test(text)) refuseAt(offset, { kind: "indent" });
    // Half of a letter, by its escape: no file can hold it.
    if (/\p{Cs}/u.test(text)) refuseAt(offset, { kind: "escape" });
    if (!isPossibleValue(text, tag as YamlTag | null, isPlain)) {
      refuseAt(offset, { kind: "value", text });
    }
    const style = isPlain ? "plain" : isBlock ? "block" : "quoted";
    return { kind: "scalar", text, style, tag: tag as YamlTag | null, size: 1, ...place };
  }

  #map(node: YAMLMap, place: Place): YamlMap {
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    const names = new Set<string>();
    for (const { key: keyNode, value: valueNode, srcToken } of node.items) {
      const offset = offsetOf(keyNode);
      const colon = srcToken?.sep?.find(({ type }) => type === "map-value-ind");
      // Guests' readers look for the colon in the line where the key begins.
      if (colon !== undefined && this.#text.slice(offset, colon.offset).includes("\n")) {
        refuseAt(offset, { kind: "key" });
      }
      const isMerge = isScalar(keyNode) && keyNode.source === "<<" && isMergeKey(keyNode);
      const key = isMerge ? null : this.#key(keyNode);
      const value = this.#value(valueNode, offset);
      const name = key === null ? "<<" : key.text;
      if (names.has(name)) refuseAt(offset, { kind: "key-twice", name });
      names.add(name);
      if (key === null) merged.push(...mergedEntries(value, offset));
      else own.push({ key, value });
    }
    const given = new Set(own.map(({ key }) => key.text));
    const further = merged.filter(
      ({ key }, index) =>
        !given.has(key.text) && merged.findIndex((other) => other.key.text === key.text) === index,
    );
    const map = yamlMap([...further, ...own], place);
    if (map.size > mostNodes && this.#repeated > 0) {
      refuseAt(offsetOf(node), { kind: "alias-many" });
    }
    return map;
  }

  #key(node: unknown): YamlScalar {
    const offset = offsetOf(node);
    const key = node === null ? refuseAt(offset, { kind: "key" }) : this.build(node);
    const isKey = key.kind === "scalar" && key.text.length <= longestKey;
    // A key that is left out is an error to some readers, and “null” to others.
    if (!isKey || (key.text === "" && key.style === "plain")) refuseAt(offset, { kind: "key" });
    return key as YamlScalar;
  }

  #value(node: unknown, offset: number): YamlNode {
    const place = this.#placeOf(offset);
    return node === null
      ? { kind: "scalar", text: "", style: "plain", tag: null, size: 1, ...place }
      : this.build(node);
  }
}

function isMergeKey({ type, tag }: Scalar): boolean {
  return (type === undefined || type === Scalar.PLAIN) && tag === undefined;
}

/** The entries that `<<` brings: of one map, or of several, where the first one counts. */
function mergedEntries(value: YamlNode, offset: number): readonly YamlEntry[] {
  if (value.kind === "map") return value.entries;
  const items = value.kind === "list" ? value.items : [];
  if (value.kind === "scalar" || items.some(({ kind }) => kind !== "map")) {
    refuseAt(offset, { kind: "merge" });
  }
  return items.flatMap((item) => (item.kind === "map" ? item.entries : []));
}

function tagOf(tag: string | undefined): string | null {
  return tag === undefined ? null : tag.replace(/^tag:yaml\.org,2002:/, "");
}

function checkTag(tag: string | undefined, wanted: "map" | "seq", offset: number): void {
  const name = tagOf(tag);
  if (name !== null && name !== wanted) refuseAt(offset, { kind: "tag", tag: `!!${name}` });
}
