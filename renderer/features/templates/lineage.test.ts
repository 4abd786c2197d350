import { expect, test } from "vitest";
import type { TemplateView } from "../../../electron/contract/template/template.ts";
import { growTree, type TemplateNode } from "./lineage.ts";

function template(name: string, clones: readonly string[], parent?: string): TemplateView {
  return {
    id: name,
    name,
    virtualBytes: 1,
    bytes: 1,
    clones,
    problem: null,
    warm: [],
    warmWishes: [],
    definition: {
      version: 2,
      id: name,
      name,
      createdAt: "2026-11-23T12:00:00.000Z",
      source:
        parent === undefined ? { kind: "file", path: "/i" } : { kind: "machine", name: parent },
      base: { virtualBytes: 1, bytes: 1, modifiedAt: 1, fingerprint: "0".repeat(64) },
      user: null,
      minimumMemoryMiB: 128,
    },
  };
}

/** Returns a tree as text: `template(clone(template), clone)`. */
function drawn(nodes: readonly TemplateNode[]): string {
  return nodes
    .map(({ template: { name }, clones }) => {
      const inner = clones.map((clone) =>
        clone.templates.length === 0 ? clone.name : `${clone.name}(${drawn(clone.templates)})`,
      );
      return inner.length === 0 ? name : `${name}(${inner.join(", ")})`;
    })
    .join(", ");
}

test.each([
  ["nothing", [], ""],
  [
    "templates with their clones",
    [template("deb", ["db", "web"]), template("fedora", [])],
    "deb(db, web), fedora",
  ],
  [
    "a template below the clone that it was made from",
    [template("deb", ["web"]), template("lamp", ["shop"], "web")],
    "deb(web(lamp(shop)))",
  ],
  [
    "a template whose machine was deleted or flattened",
    [template("deb", []), template("lamp", [], "web")],
    "deb, lamp",
  ],
  [
    "a cycle of reused names",
    [template("one", ["a"], "b"), template("two", ["b"], "a")],
    "one(a(two(b)))",
  ],
])("builds the tree of %s", (_what, templates, expected) => {
  expect(drawn(growTree(templates, []))).toBe(expected);
});
