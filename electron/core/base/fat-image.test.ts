import { expect, it } from "vitest";
import { readFatFiles } from "./fat-files.ts";
import { buildFatImage } from "./fat-image.ts";

const mebibyte = 2 ** 20;

/** Returns the names that a folder's entries spell, as the specification says. */
function longNames(image: Uint8Array): readonly string[] {
  const root = 19 * 512;
  const names: string[] = [];
  let parts: string[] = [];
  for (let at = root; image[at] !== 0; at += 32) {
    const entry = Buffer.from(image.subarray(at, at + 32));
    if (entry[11] === 0x0f) {
      const part = Buffer.concat([
        entry.subarray(1, 11),
        entry.subarray(14, 26),
        entry.subarray(28, 32),
      ]);
      parts.unshift(part.toString("utf16le").replace(/\0.*/s, ""));
    } else if (parts.length > 0) {
      names.push(parts.join(""));
      parts = [];
    }
  }
  return names;
}

it.each([0, 1, 1023, 1024, 1025, 100_000, 3 * mebibyte, 20 * mebibyte])(
  "keeps a file of %i bytes between two others",
  (bytes) => {
    const files = [
      { name: "meta-data", content: Buffer.from("instance-id: one\n") },
      { name: "user-data", content: Buffer.alloc(bytes, "0123456789") },
      { name: "a-name-of-26-characters-xx", content: Buffer.from("x") },
    ];
    const { head, bytes: size } = buildFatImage("cidata", files);
    const disk = new DataView(head.buffer);
    const sectors = disk.getUint16(19, true) || disk.getUint32(32, true);
    expect([sectors * 512, head.length <= size]).toEqual([size, true]);
    // With 4085 clusters or more it would count as FAT16.
    expect((sectors - 34) / disk.getUint8(13)).toBeLessThan(4085);
    const read = readFatFiles(head);
    expect(read.map(({ length }) => length)).toEqual(files.map(({ content }) => content.length));
    expect(
      read.every((each, index) => Buffer.from(each).equals(files[index]?.content as Buffer)),
    ).toBe(true);
    expect(longNames(head)).toEqual(files.map(({ name }) => name));
  },
);
