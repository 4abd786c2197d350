/** Where something begins in a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Types that a text may be given by a tag. Without one, its style and its letters tell. */
export type YamlTag = "str" | "binary" | "timestamp" | "int" | "float" | "bool" | "null";

/** A single value, always as it was written: a caller that needs a number reads one. */
export interface YamlScalar extends Place {
  readonly kind: "scalar";
  readonly text: string;
  /** `block`: below `|` or `>`. */
  readonly style: "plain" | "quoted" | "block";
  readonly tag: YamlTag | null;
  readonly size: 1;
}

export interface YamlList extends Place {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
  readonly size: number;
}

export interface YamlMap extends Place {
  readonly kind: "map";
  readonly entries: readonly YamlEntry[];
  readonly size: number;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

/** A part of a document. `size` counts all nodes in it, as often as aliases repeat them. */
export type YamlNode = YamlScalar | YamlList | YamlMap;

const nowhere: Place = { line: 1, column: 1 };

const sizeOf = (nodes: readonly YamlNode[]) => nodes.reduce((sum, { size }) => sum + size, 1);

/** Makes a list of nodes. */
export function yamlList(items: readonly YamlNode[], { line, column } = nowhere): YamlList {
  return { kind: "list", items, size: sizeOf(items), line, column };
}

/** Makes a map of entries. */
export function yamlMap(entries: readonly YamlEntry[], { line, column } = nowhere): YamlMap {
  const size = sizeOf(entries.flatMap(({ key, value }) => [key, value]));
  return { kind: "map", entries, size, line, column };
}

/** Makes a text that stays one, whatever it looks like. */
export function yamlText(text: string): YamlScalar {
  return { kind: "scalar", text, style: "quoted", tag: null, size: 1, ...nowhere };
}

/** Makes a node of a value of ours: texts, numbers, truth values, lists, and objects of these. */
export function yamlOf(value: unknown): YamlNode {
  if (Array.isArray(value)) return yamlList(value.map(yamlOf));
  if (typeof value !== "object" || value === null) {
    return typeof value === "string" ? yamlText(value) : plain(String(value));
  }
  return yamlMap(
    Object.entries(value).map(([key, each]) => ({ key: plain(key), value: yamlOf(each) })),
  );
}

const plain = (text: string): YamlScalar => ({ ...yamlText(text), style: "plain" });

/** The value of a key in a map; undefined if there is no map, or no such key. */
export function yamlGet(node: YamlNode | undefined, name: string): YamlNode | undefined {
  return node?.kind === "map"
    ? node.entries.find(({ key }) => key.text === name)?.value
    : undefined;
}

/** Returns the text of a scalar; undefined for any other node. */
export function yamlTextOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" && !isLeftOut(node) ? node.text : undefined;
}

/** Whether a node says that there is no value: nothing, `~` or `null`. */
export function isLeftOut(node: YamlNode): boolean {
  if (node.kind !== "scalar") return false;
  if (node.tag !== null) return node.tag === "null";
  return node.style === "plain" && /^(?:~|null|Null|NULL|)$/.test(node.text);
}
