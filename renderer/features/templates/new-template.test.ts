import { expect, test } from "vitest";
import {
  emptyTemplateDraft,
  proposeTemplateName,
  readTemplateDraft,
  type TemplateDraft,
} from "./new-template.ts";

const id = "00000000-0000-4000-8000-000000000001";
const surroundings = { catalogue: [], machines: [{ id, name: "web" }], taken: ["debian-13"] };
const draft = (difference: Partial<TemplateDraft>) => ({ ...emptyTemplateDraft, ...difference });

test.each([
  [draft({ catalogue: "fedora-43" }), "fedora-43"],
  [draft({ catalogue: "debian-13" }), "debian-13-2"],
  [draft({ kind: "machine", machine: id }), "web"],
  [draft({ kind: "file", file: "/images/Büro Server_1.qcow2.xz" }), "b-ro-server-1"],
  [draft({ kind: "url", url: "https://a.b/c/noble-amd64.img?x=1.raw" }), "noble-amd64"],
  [draft({ kind: "url", url: "https://" }), ""],
])("proposes a name for %j", (given, name) => {
  expect(proposeTemplateName(given, surroundings)).toBe(name);
});

test("tells the algorithm of a checksum by its length", () => {
  const read = (sum: string) =>
    readTemplateDraft(draft({ kind: "url", url: "https://a.b/c.qcow2", sum }), surroundings);
  expect(read(` ${"A".repeat(64)} `)).toEqual({
    request: {
      name: "c",
      from: {
        kind: "url",
        url: "https://a.b/c.qcow2",
        checksum: { algorithm: "sha256", sum: "A".repeat(64) },
      },
    },
  });
  expect(read("b".repeat(128))).toMatchObject({
    request: { from: { checksum: { algorithm: "sha512" } } },
  });
  expect(read("")).toEqual({
    request: { name: "c", from: { kind: "url", url: "https://a.b/c.qcow2" } },
  });
  expect(read("b".repeat(63))).toEqual({ wrong: new Set(["sum"]) });
});

test.each([
  [draft({}), ["catalogue", "name"]],
  [draft({ kind: "file", file: "relative.img" }), ["file"]],
  [draft({ kind: "url", url: "ftp://a.b/c" }), ["url"]],
  [draft({ kind: "machine" }), ["machine", "name"]],
  [draft({ catalogue: "fedora", name: "debian-13" }), ["name"]],
  [draft({ catalogue: "fedora", name: 'a"b' }), ["name"]],
  [draft({ catalogue: "fedora", user: "A B" }), ["user"]],
])("marks the wrong fields of %j", (given, fields) => {
  const read = readTemplateDraft(given, surroundings);
  expect("wrong" in read ? [...read.wrong].sort() : read).toEqual(fields);
});
