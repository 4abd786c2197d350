import * as v from "valibot";
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type Scalar,
  visit,
} from "yaml";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { type ProjectMachine, projectFileSchema } from "../../contract/project/project.ts";
import { findTooDeep } from "../base/yaml-depth.ts";

/** A machine of a project, its user-data apart: that is text in the end. */
export interface ProjectEntry extends Omit<ProjectMachine, "user-data"> {
  readonly name: string;
  /** A file to read, or the text itself; null: none. */
  readonly userData: { readonly file: string } | { readonly text: string } | null;
}

/**
 * Reads the text of a `virtray.yaml`. What is wrong is told with its line and column, both counted
 * from 1; `path` is for the error.
 */
export function parseProject(text: string, path: string): Result<readonly ProjectEntry[]> {
  const counter = new LineCounter();
  const refuse = (offset: number, detail: string) => {
    const { line, col } = counter.linePos(offset);
    return fail("project-invalid", {
      path,
      line: Math.max(1, line),
      column: Math.max(1, col),
      detail,
    });
  };
  const tooDeep = findTooDeep(text, counter.addNewLine);
  if (tooDeep !== null) return refuse(tooDeep, "it nests too deeply");
  const document = parseDocument(text, { prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) return refuse(fault.pos[0], fault.message);
  let content: unknown;
  try {
    content = document.toJS();
  } catch (error) {
    // An alias that refers to nothing, or to itself a million times over.
    return refuse(0, (error as Error).message);
  }
  const parsed = v.safeParse(projectFileSchema, content);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const keys = (issue.path ?? []).map(({ key }) => key);
    const isKey = issue.path?.at(-1)?.origin === "key";
    return refuse(offsetOf(document, keys, isKey), explain(issue, keys));
  }
  // The text of user-data is cut out of a reading that gives values no type: `0644` stays as it is.
  const plain = parseDocument(text, { schema: "failsafe", prettyErrors: false });
  return ok(
    Object.entries(parsed.output.machines).map(([name, { "user-data": userData, ...machine }]) => ({
      name,
      ...machine,
      userData:
        userData === undefined
          ? null
          : typeof userData === "string"
            ? { file: userData }
            : { text: `#cloud-config\n${cutOut(plain, ["machines", name, "user-data"])}` },
    })),
  );
}

function explain(issue: v.BaseIssue<unknown>, keys: readonly unknown[]): string {
  const where = keys.join(".");
  const last = String(keys.at(-1));
  if (issue.type === "strict_object" && issue.expected === "never")
    return `“${last}” is no setting`;
  if (issue.type === "regex" && issue.path?.at(-1)?.origin === "key") {
    return `“${last}” cannot be a machine’s name`;
  }
  return where === "" ? issue.message : `${where}: ${issue.message}`;
}

/**
 * Where in the text the innermost part of a path begins that is there: its value, or if the key
 * itself is wrong, that.
 */
function offsetOf(document: Document.Parsed, keys: readonly unknown[], isKey: boolean): number {
  let node: ParsedNode | null = document.contents;
  let offset = node?.range[0] ?? 0;
  for (const [depth, key] of keys.entries()) {
    if (!isMap(node)) {
      const next: unknown = document.getIn(keys, true);
      return (next as ParsedNode | undefined)?.range?.[0] ?? offset;
    }
    const pair: { readonly key: unknown; readonly value: unknown } | undefined = node.items.find(
      (item) => isScalar(item.key) && String(item.key.value) === String(key),
    );
    if (pair === undefined) return offset;
    const [keyNode, value] = [pair.key as ParsedNode, pair.value as ParsedNode | null];
    const isWrong = isKey && depth === keys.length - 1;
    offset = isWrong || value === null ? keyNode.range[0] : value.range[0];
    node = value;
  }
  return offset;
}

/** A part of a document as text of its own: what its aliases mean elsewhere is written out in it. */
function cutOut(document: Document.Parsed, path: readonly string[]): string {
  let node = resolved(document, document.contents);
  for (const key of path) node = isMap(node) ? resolved(document, node.get(key, true)) : undefined;
  const part = document.clone() as Document.Parsed;
  part.contents = node as ParsedNode;
  const anchors = new Set<string>();
  visit(part, {
    Value(_key, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias: (_key, alias) =>
      anchors.has(alias.source) ? undefined : (alias.resolve(document)?.clone() as Scalar),
  });
  return part.toString({ lineWidth: 0 });
}

function resolved(document: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}
