import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTarHeader, tarBlock } from "./tar-read.ts";

interface Fields {
  readonly name?: string;
  readonly size?: string | readonly number[];
  readonly flag?: string;
  readonly prefix?: string;
}

/** Builds a header with a correct checksum. */
function header({ name = "a", size = "00000000012\0", flag = "0", prefix = "" }: Fields) {
  const block = new Uint8Array(tarBlock);
  const put = (at: number, value: string | readonly number[]) =>
    block.set(typeof value === "string" ? [...value].map((c) => c.charCodeAt(0)) : value, at);
  put(0, name);
  put(124, size);
  put(148, "        ");
  put(156, flag);
  put(257, "ustar\0" + "00");
  put(345, prefix);
  const sum = block.reduce((all, byte) => all + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return block;
}

describe("a tar header", () => {
  it.each([
    ["a file", {}, { name: "a", size: 10, kind: "file" }],
    ["an old file", { flag: "\0" }, { name: "a", size: 10, kind: "file" }],
    ["a long path", { prefix: "x/y" }, { name: "x/y/a", size: 10, kind: "file" }],
    ["a path that climbs", { name: "../../e" }, { name: "../../e", size: 10, kind: "file" }],
    [
      "a name that fills its field",
      { name: "n".repeat(100) },
      { name: "n".repeat(100), size: 10, kind: "file" },
    ],
    [
      "a size beyond octal",
      { size: [0x80, 0, 0, 0, 0, 0, 0, 0x03, 0, 0, 0, 1] },
      { name: "a", size: 0x03_0000_0001, kind: "file" },
    ],
    ["a hard link", { flag: "1" }, { name: "a", size: 10, kind: "other" }],
    ["a symbolic link", { flag: "2" }, { name: "a", size: 10, kind: "other" }],
    ["a folder", { flag: "5" }, { name: "a", size: 10, kind: "other" }],
    ["a long name to come", { flag: "L" }, { name: "a", size: 10, kind: "name" }],
    ["attributes to come", { flag: "x" }, { name: "a", size: 10, kind: "attributes" }],
    ["attributes of all that follow", { flag: "g" }, { name: "a", size: 10, kind: "ignored" }],
    ["a file without its holes", { flag: "S" }, { name: "a", size: 10, kind: "sparse" }],
  ])("of %s", (_title, fields, member) => {
    expect(parseTarHeader(header(fields))).toEqual(member);
  });

  it("of zeros is the end", () => {
    expect(parseTarHeader(new Uint8Array(tarBlock))).toBeNull();
  });

  it.each([
    ["that is cut off", header({}).subarray(0, 511)],
    ["without a size", header({ size: "            " })],
    ["whose size is no number", header({ size: "0000000001x\0" })],
    ["whose size is beyond all numbers", header({ size: Array.from({ length: 12 }, () => 0xff) })],
  ])("%s is none", (_title, block) => {
    expect(parseTarHeader(block)).toBeUndefined();
  });

  it("is refused with any one byte changed", () => {
    fc.assert(
      fc.property(fc.nat(147), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const block = header({});
        block[at] = ((block[at] ?? 0) + change) % 256;
        expect(parseTarHeader(block)).toBeUndefined();
      }),
    );
  });
});
