import { describe, expect, it } from "vitest";
import { looksLikeDisk, signatureBytes } from "./disk-signature.ts";

function image(marks: Readonly<Record<number, readonly number[]>>, size = signatureBytes) {
  const bytes = new Uint8Array(size);
  for (const [offset, mark] of Object.entries(marks)) bytes.set(mark, Number(offset));
  return bytes;
}

const text = new Uint8Array(1024).fill(65);

describe("a raw disk", () => {
  it.each([
    ["with a boot sector", image({ 0: [1], 510: [0x55, 0xaa] })],
    ["with a GPT", image({ 0: [1], 512: [...new TextEncoder().encode("EFI PART")] })],
    ["with ext4 on it", image({ 1024: [9], 1080: [0x53, 0xef] })],
    ["with btrfs on it", image({ 65600: [...new TextEncoder().encode("_BHRfS_M")] })],
    ["that is blank", image({})],
    ["of one blank sector", image({}, 512)],
  ])("%s is one", (_title, begin) => {
    expect(looksLikeDisk(begin.length, begin)).toBe(true);
  });

  it.each([
    ["nothing", new Uint8Array(0)],
    ["text in whole sectors", text],
    ["text that is longer than what is looked at", new Uint8Array(signatureBytes).fill(66)],
    ["a boot sector, but no whole sectors", image({ 510: [0x55, 0xaa] }, 513)],
    ["a boot sector that is cut off", image({ 0: [1] }, 512)],
  ])("%s is none", (_title, begin) => {
    expect(looksLikeDisk(begin.length, begin)).toBe(false);
  });
});
