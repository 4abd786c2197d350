import { unreadable } from "./yaml-letters.ts";
import type { YamlNode, YamlScalar } from "./yaml-model.ts";

/**
 * Writes a tree as YAML that all readers take for the same: plain values as they were, so that
 * `0644` means to a guest what it means there, and everything else in quotes or below `|`.
 */
export function writeYaml(node: YamlNode): string {
  const text = below(node, "");
  return text.startsWith("\n") ? text.slice(1) : `${text.slice(1)}\n`;
}

/** Writes the text behind a colon or a dash: on the same line, or below it, indented. */
function below(node: YamlNode, indent: string): string {
  if (node.kind === "scalar") {
    const text = scalarText(node, indent);
    return text === "" ? "" : ` ${text}`;
  }
  if (node.kind === "list") {
    if (node.items.length === 0) return " []";
    return `\n${node.items.map((item) => listItem(item, indent)).join("")}`;
  }
  if (node.entries.length === 0) return " {}";
  return `\n${node.entries
    .map(({ key, value }) => `${indent}${line(`${keyText(key)}:`, below(value, `${indent}  `))}`)
    .join("")}`;
}

/** A list's item: if it has several lines, the first one stands behind the dash. */
function listItem(item: YamlNode, indent: string): string {
  const text = below(item, `${indent}  `);
  return text.startsWith("\n")
    ? `${indent}- ${text.slice(1 + indent.length + 2)}`
    : `${indent}${line("-", text)}`;
}

function line(begin: string, rest: string): string {
  return rest.endsWith("\n") ? `${begin}${rest}` : `${begin}${rest}\n`;
}

function keyText(key: YamlScalar): string {
  const text = scalarText(key, null);
  return text === "" ? '""' : text;
}

/** A value as it is written; `indent` is that of lines below it, null: there are none. */
function scalarText({ text, style, tag }: YamlScalar, indent: string | null): string {
  if (tag === "null") return "null";
  if (tag === "binary") return `!!binary ${quote(text.replace(/\s/g, ""))}`;
  if (tag !== null && tag !== "str") return `!!${tag} ${quote(text)}`;
  if (tag === null && style === "plain" && isPlainSafe(text)) return text;
  if (tag === null && style === "block" && indent !== null && isBlockSafe(text)) {
    return blockText(text, indent === "" ? "  " : indent);
  }
  return quote(text);
}

/** A plain text of several lines, or one that looks like a document's begin or end, is not a number either. */
function isPlainSafe(text: string): boolean {
  return !text.includes("\n") && !/^(?:---|\.\.\.)/.test(text);
}

function isBlockSafe(text: string): boolean {
  return /^[^\s]/.test(text) && !unreadable.test(text);
}

function blockText(text: string, indent: string): string {
  const isEnded = text.endsWith("\n");
  const body = isEnded ? text.slice(0, -1) : text;
  const chomping = !isEnded ? "-" : body.endsWith("\n") ? "+" : "";
  const lines = body.split("\n").map((each) => (each === "" ? "" : indent + each));
  return `|${chomping}\n${lines.join("\n")}\n`;
}

/** A text in double quotes, on one line. */
function quote(text: string): string {
  const escaped = JSON.stringify(text).replace(
    new RegExp(unreadable.source, "gu"),
    (letter) => `\\U${(letter.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`,
  );
  return escaped;
}
