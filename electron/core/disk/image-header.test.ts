import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ImageVerdict, judgeImage } from "./image-header.ts";

const size = 1 << 20;

/** Builds a file's start: bytes or texts at offsets, zeros elsewhere. */
function begin(
  parts: Readonly<Record<number, string | readonly number[]>>,
  length = 65_536,
): Uint8Array {
  const bytes = new Uint8Array(length);
  for (const [at, part] of Object.entries(parts)) {
    const values = typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : part;
    bytes.set(values, Number(at));
  }
  return bytes;
}

/** Judges the bytes of a file, whose stated size may be larger. */
function judge(length: number, bytes: Uint8Array): ImageVerdict {
  const judging = judgeImage(length);
  let step = judging.next();
  while (step.done !== true) {
    const { offset, length: wanted } = step.value;
    step = judging.next(bytes.subarray(offset, offset + wanted));
  }
  return step.value;
}

const qcow2 = { 0: "QFI\xfb", 4: [0, 0, 0, 3], 31: [1] };
/** Capacity, then the description: from the second sector on, 20 sectors long. */
const vmdk = { 0: "KDMV", 4: [3], 13: [8], 28: [1], 36: [20] };
const vdi = { 64: [0x7f, 0x10, 0xda, 0xbe], 76: [1], 368: [1] };

function fromHex(hex: string): readonly number[] {
  return [...Buffer.from(hex, "hex")];
}

/**
 * Builds a VHDX of two mebibytes: its region table, then one or two entries of the metadata table.
 */
function vhdx(flags: number, second: readonly number[] = []): Uint8Array {
  const [regions, metadata, value] = [192 * 1024, 1024 * 1024, 1024 * 1024 + 65_536];
  return begin(
    {
      0: "vhdxfile",
      [regions]: "regi",
      [regions + 8]: [1],
      [regions + 16]: fromHex("06a27c8b90479a4bb8fe575f050f886e"),
      [regions + 34]: [0x10],
      [metadata]: "metadata",
      [metadata + 10]: [second.length === 0 ? 1 : 2],
      [metadata + 32]: fromHex("3767a1ca36fa434db3b633f0aa44e76b"),
      [metadata + 50]: [1],
      [metadata + 64]: second,
      [value + 4]: [flags],
    },
    2 << 20,
  );
}

/** Writes the checksum of a VHD's structure: the complement of the sum of its bytes. */
function summed(bytes: Uint8Array, sumAt: number): Uint8Array {
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  new DataView(bytes.buffer).setUint32(sumAt, ~sum >>> 0);
  return bytes;
}

const vhdFooter = (kind: number, mebibytes = 1) =>
  summed(begin({ 0: "conectix", 22: [2, 0], 53: [mebibytes << 4], 63: [kind] }, 512), 64);

/** Builds a growing VHD without blocks: footer, header and footer. */
function vhd(kind: number, mebibytes?: number): Uint8Array {
  const footer = vhdFooter(kind, mebibytes);
  const header = summed(begin({ 0: "cxsparse" }, 1024), 36);
  return Uint8Array.from([...footer, ...header, ...footer]);
}
const flipped = (bytes: Uint8Array, at: number) =>
  bytes.map((byte, index) => byte ^ +(index === at));

const parentLocator = fromHex("2d5fd3a80bb34d45abf7d3d84834ab0c");

describe("an image from outside", () => {
  it.each([
    ["qcow2", begin(qcow2), "qcow2"],
    ["sparse VMDK", begin({ ...vmdk, 512: "# Disk DescriptorFile\nparentCID=ffffffff" }), "vmdk"],
    ["VDI", begin(vdi), "vdi"],
    ["VDI of a fixed size", begin({ ...vdi, 76: [2] }), "vdi"],
    ["VHDX", vhdx(0), "vhdx"],
    ["VHDX of a fixed size", vhdx(1), "vhdx"],
    ["raw with a boot sector", begin({ 510: [0x55, 0xaa] }), "raw"],
    ["raw and blank", begin({}), "raw"],
  ])("is taken: %s", (_title, bytes, format) => {
    expect(judge(Math.max(size, bytes.length), bytes)).toEqual({ kind: "image", format });
  });

  it.each([
    ["gzip", begin({ 0: [0x1f, 0x8b] })],
    ["xz", begin({ 0: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0] })],
    ["zstd", begin({ 0: [0x28, 0xb5, 0x2f, 0xfd] })],
    ["bzip2", begin({ 0: "BZh91AY&SY" })],
    ["zip", begin({ 0: "PK\x03\x04" })],
    ["zip", begin({ 0: "PK\x05\x06" })],
  ])("is unpacked first: %s", (packing, bytes) => {
    expect(judge(size, bytes)).toEqual({ kind: "packed", packing });
  });

  it.each([
    "<!DOCTYPE html>\n<html>",
    "\n  <html lang=en><title>Welcome</title>",
    "\ufeff<!doctype html>",
    '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">',
    "<head><meta http-equiv=refresh content=0></head>",
    "<!-- login --><HTML>",
  ])("is a page of the network’s login where there should be one: %s", (text) => {
    const page = Buffer.from(text.padEnd(1024, " "));
    expect(judge(page.length, page)).toEqual({ kind: "web-page" });
  });

  it("is no page only because it begins with a bracket", () => {
    const text = Buffer.from("<domain type='kvm'><name>web</name></domain>".padEnd(1024));
    expect(judge(text.length, text)).toEqual({ kind: "unsupported", fault: "no-image" });
  });

  it("may be an archive", () => {
    expect(judge(size, begin({ 257: "ustar" }))).toEqual({ kind: "archive" });
  });

  it.each([
    [
      "qcow2 with a backing file",
      begin({ ...qcow2, 14: [2, 0], 16: [0, 0, 0, 11], 512: "/etc/shadow\0junk" }),
      "qcow2",
      "/etc/shadow",
    ],
    [
      "qcow2 whose backing file’s name lies where we do not look",
      begin({ ...qcow2, 8: [0, 0, 1, 0], 16: [0, 0, 0, 11] }),
      "qcow2",
      "parent-unnamed",
    ],
    ["qcow2 with its data elsewhere", begin({ ...qcow2, 79: [4] }), "qcow2", "data-elsewhere"],
    [
      "qcow2 that names where its data are",
      begin({
        ...{ ...qcow2, 79: [4], 103: [104], 104: [0x68, 0x03, 0xf8, 0x57, 0, 0, 0, 1] },
        ...{ 120: [0x44, 0x41, 0x54, 0x41, 0, 0, 0, 9], 128: "/etc/disk" },
      }),
      "qcow2",
      "/etc/disk",
    ],
    [
      "VMDK with a parent",
      begin({ ...vmdk, 512: '# Disk\nparentFileNameHint = "/etc/shadow"\n' }),
      "vmdk",
      "/etc/shadow",
    ],
    [
      "VMDK with a parent, in other quotes and behind another character",
      begin({ ...vmdk, 512: "# Disk\nparentFileNameHint:'json:{'driver':'nbd'}\"\n" }),
      "vmdk",
      "json:{'driver':'nbd'}",
    ],
    [
      "VMDK with a parent, and a header that says that there is no description",
      begin({ ...vmdk, 28: [0], 36: [0], 512: 'parentFileNameHint="/etc/shadow"' }),
      "vmdk",
      "/etc/shadow",
    ],
    [
      "VMDK with nothing but the word",
      begin({ ...vmdk, 600: "parentFileNameHint" }),
      "vmdk",
      "parent-unnamed",
    ],
    ["VMDK without data of its own", begin({ 0: "KDMV" }), "vmdk", "data-elsewhere"],
    [
      "VMDK that is a description",
      begin({ 0: '# Disk DescriptorFile\nRW 8 FLAT "/etc/shadow" 0' }),
      "vmdk",
      "data-elsewhere",
    ],
    ["VHDX that says so", vhdx(2), "vhdx", "differs-from-image"],
    ["VHDX that locates a parent", vhdx(0, parentLocator), "vhdx", "differs-from-image"],
    ["VDI by its type", begin({ ...vdi, 76: [4] }), "vdi", "differs-from-image"],
    ["VDI by a link", begin({ ...vdi, 424: [1] }), "vdi", "differs-from-image"],
    ["VDI by a parent", begin({ ...vdi, 455: [1] }), "vdi", "differs-from-image"],
  ])("is refused when it reaches out: %s", (_title, bytes, format, detail) => {
    expect(judge(Math.max(size, bytes.length), bytes)).toEqual({
      kind: "reaches-out",
      format,
      detail,
    });
  });

  it.each([
    ["qcow2", begin({ ...qcow2, 31: [0] })],
    ["VDI", begin({ ...vdi, 368: [0] })],
  ])("is empty with a size of 0: %s", (_title, bytes) => {
    expect(judge(size, bytes)).toEqual({ kind: "empty" });
  });

  it("is a VHD if it begins or ends with what tells so", () => {
    expect(judge(2048, vhd(3))).toEqual({ kind: "image", format: "vpc" });
    expect(judge(2048, vhd(4))).toEqual({
      kind: "reaches-out",
      format: "vpc",
      detail: "differs-from-image",
    });
    expect(judge(2048, vhd(3, 0))).toEqual({ kind: "empty" });
    for (const length of [2047, 1536, 1024, 8]) {
      const kind = judge(length, vhd(3).subarray(0, length)).kind;
      expect(kind).toMatch(/damaged|unsupported/);
    }
    const fixed = Uint8Array.from([...begin({ 510: [0x55, 0xaa] }, size), ...vhdFooter(2)]);
    expect(judge(fixed.length, fixed)).toEqual({ kind: "image", format: "vpc" });
    // A disk of whatever content that ends as if it were one, but of another size.
    const other = Uint8Array.from([...begin({ 510: [0x55, 0xaa] }, 2 * size), ...vhdFooter(2)]);
    expect(judge(other.length, other)).toEqual({ kind: "image", format: "raw" });
  });

  it("is damaged if QEMU marked it so, or if it ends before its blocks", () => {
    expect(judge(size, begin({ ...qcow2, 79: [2] }))).toEqual({
      kind: "damaged",
      damage: "marked",
    });
    // One block of a mebibyte behind two sectors.
    const one = { ...vdi, 345: [4], 378: [0x10], 388: [1] };
    expect(judge(size + 1024, begin(one))).toEqual({ kind: "image", format: "vdi" });
    expect(judge(size + 1023, begin(one))).toEqual({ kind: "damaged", damage: "cut-off" });
  });

  it("may hold the word for a VMDK’s parent nowhere where QEMU looks for it", () => {
    const word = "parentFileNameHint";
    for (let at = 512; at <= 21 * 512 - word.length; at += 1) {
      const bytes = begin({ ...vmdk, 28: [0], 36: [0], [at]: word }, 128 * 1024);
      expect(judge(size, bytes).kind, `at ${at}`).toBe("reaches-out");
    }
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
    ["a VHD without a sum", begin({ 0: "conectix" }), size, { fault: "damaged" }],
    ["a VHD with a changed header", flipped(vhd(3), 600), 2048, { fault: "damaged" }],
    ["a VHD of an unknown kind", vhd(5), 2048, { fault: "damaged" }],
    ["a VDI of 68 bytes", begin(vdi).subarray(0, 68), 68, { fault: "cut-off" }],
    ["a VHDX without tables", begin({ 0: "vhdxfile" }), size, { fault: "damaged" }],
    [
      "a VHDX that ends before its tables",
      vhdx(0).subarray(0, 1 << 20),
      size,
      { fault: "damaged" },
    ],
    ["a text", begin({ 0: "hello" }), size, { fault: "no-image" }],
    ["an empty file", new Uint8Array(0), 0, { fault: "no-image" }],
  ])("is refused: %s", (_title, bytes, length, why) => {
    expect(judge(length, bytes)).toEqual({ kind: "unsupported", ...why });
  });

  it("is judged without a throw for any content", () => {
    const magic = fc.constantFrom([81, 70, 73, 251, 0, 0, 0, 3], [75, 68, 77, 86], [] as number[]);
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 1024 }), (start, rest) => {
        const bytes = Uint8Array.from([...start, ...rest]);
        expect(judge(bytes.length, bytes)).toHaveProperty("kind");
      }),
    );
  });
});
