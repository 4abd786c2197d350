import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeImage } from "./image-header.ts";

const size = 1 << 20;

/** A file's begin: bytes or texts at offsets, zeros elsewhere. */
function begin(parts: Readonly<Record<number, string | readonly number[]>>): Uint8Array {
  const bytes = new Uint8Array(65_536);
  for (const [at, part] of Object.entries(parts)) {
    const values = typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : part;
    bytes.set(values, Number(at));
  }
  return bytes;
}

const qcow2 = { 0: "QFI\xfb", 4: [0, 0, 0, 3] };
/** Capacity, then the description: from the second sector on, 20 sectors long. */
const vmdk = { 0: "KDMV", 4: [3], 13: [8], 28: [1], 36: [20] };

describe("an image from outside", () => {
  it.each([
    ["qcow2", begin(qcow2), "qcow2"],
    ["sparse VMDK", begin({ ...vmdk, 512: "# Disk DescriptorFile\nparentCID=ffffffff" }), "vmdk"],
    ["VDI", begin({ 64: [0x7f, 0x10, 0xda, 0xbe] }), "vdi"],
    ["VHDX", begin({ 0: "vhdxfile" }), "vhdx"],
    ["raw with a boot sector", begin({ 510: [0x55, 0xaa] }), "raw"],
    ["raw and blank", begin({}), "raw"],
  ])("is taken: %s", (_title, bytes, format) => {
    expect(judgeImage(size, bytes)).toEqual({ kind: "image", format });
  });

  it.each([
    ["gzip", begin({ 0: [0x1f, 0x8b] })],
    ["xz", begin({ 0: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0] })],
    ["zstd", begin({ 0: [0x28, 0xb5, 0x2f, 0xfd] })],
  ])("is unpacked first: %s", (packing, bytes) => {
    expect(judgeImage(size, bytes)).toEqual({ kind: "packed", packing });
  });

  it("may be an archive", () => {
    expect(judgeImage(size, begin({ 257: "ustar" }))).toEqual({ kind: "archive" });
  });

  it.each([
    [
      "qcow2 with a backing file",
      begin({ ...qcow2, 14: [2, 0], 16: [0, 0, 0, 11], 512: "/etc/shadow\0junk" }),
      "/etc/shadow",
    ],
    [
      "qcow2 whose backing file’s name lies where we do not look",
      begin({ ...qcow2, 8: [0, 0, 1, 0], 16: [0, 0, 0, 11] }),
      "a backing file",
    ],
    ["qcow2 with its data elsewhere", begin({ ...qcow2, 79: [4] }), "an external data file"],
    [
      "VMDK with a parent",
      begin({ ...vmdk, 512: '# Disk\nparentFileNameHint = "/etc/shadow"\n' }),
      "/etc/shadow",
    ],
    ["VMDK without data of its own", begin({ 0: "KDMV" }), "its data are in files of their own"],
    [
      "VMDK that is a description",
      begin({ 0: '# Disk DescriptorFile\nRW 8 FLAT "/etc/shadow" 0' }),
      "its data are in files of their own",
    ],
  ])("is refused when it reaches out: %s", (_title, bytes, detail) => {
    expect(judgeImage(size, bytes)).toEqual({ kind: "reaches-out", detail });
  });

  it.each([
    [
      "qcow (version 1)",
      begin({ 0: "QFI\xfb", 4: [0, 0, 0, 1] }),
      size,
      { fault: "format", detail: "qcow2 version 1" },
    ],
    ["encrypted qcow2", begin({ ...qcow2, 35: [2] }), size, { fault: "encrypted" }],
    ["a qcow2 of 8 bytes", begin(qcow2).subarray(0, 8), 8, { fault: "cut-off" }],
    ["a VMDK of 4 bytes", begin(vmdk).subarray(0, 4), 4, { fault: "cut-off" }],
    [
      "VMDK with its description far away",
      begin({ ...vmdk, 28: [0, 0, 0, 0, 0, 0, 0, 0xff] }),
      size,
      { fault: "far-description" },
    ],
    ["VMDK of ESX 3", begin({ 0: "COWD" }), size, { fault: "format", detail: "VMDK of ESX 3" }],
    ["a text", begin({ 0: "hello" }), size, { fault: "no-image" }],
    ["an empty file", new Uint8Array(0), 0, { fault: "no-image" }],
  ])("is refused: %s", (_title, bytes, length, why) => {
    expect(judgeImage(length, bytes)).toEqual({ kind: "unsupported", ...why });
  });

  it("is judged without a throw, whatever it holds", () => {
    const magic = fc.constantFrom([81, 70, 73, 251, 0, 0, 0, 3], [75, 68, 77, 86], [] as number[]);
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 1024 }), (start, rest) => {
        const bytes = Uint8Array.from([...start, ...rest]);
        expect(judgeImage(bytes.length, bytes)).toHaveProperty("kind");
      }),
    );
  });
});
