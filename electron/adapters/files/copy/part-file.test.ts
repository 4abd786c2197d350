import { randomBytes } from "node:crypto";
import {
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { CopyEntry } from "../../../core/machine/copy/entry.ts";
import { blockBytes } from "../../../core/machine/copy/part.ts";
import { findPart, sumOfBlocks, writeThroughPart } from "./part-file.ts";

let folder: string;
let part: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "part-"));
  [part, path] = [join(folder, ".large.virtray-part"), join(folder, "large")];
});
afterEach(() => rmSync(folder, { recursive: true }));

const bytes = randomBytes(2 * blockBytes + 100);

/** Returns a file of so many bytes whose content comes in these chunks. */
const entry = (chunks: Iterable<Uint8Array>, size = bytes.length): CopyEntry => ({
  ...{ path: "", kind: "file", size, mode: 0o640, modifiedAt: 1_700_000_000 },
  content: (async function* () {
    yield* chunks;
  })(),
});

it("writes a file under its name once it is whole", async () => {
  await writeThroughPart(part, path, 0, entry([bytes.subarray(0, 7), bytes.subarray(7)]));
  expect(readdirSync(folder)).toEqual(["large"]);
  expect(readFileSync(path).equals(bytes)).toBe(true);
  const { mode, mtimeMs } = statSync(path);
  expect([(mode & 0o777).toString(8), mtimeMs]).toEqual([
    (0o640 & ~process.umask()).toString(8),
    1_700_000_000_000,
  ]);
});

it("goes on after the whole blocks of a part", async () => {
  writeFileSync(part, bytes.subarray(0, blockBytes + 9));
  const found = await findPart(part);
  const sha256 = await sumOfBlocks(part, 1);
  expect(found).toEqual({ bytes: blockBytes + 9, blocks: 1, sha256 });
  await writeThroughPart(part, path, 1, entry([bytes.subarray(blockBytes)]));
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

it("keeps the part of a content that ends early", async () => {
  await expect(writeThroughPart(part, path, 0, entry([bytes.subarray(0, 9)]))).rejects.toThrow(
    `${path}: 9 of ${bytes.length} bytes`,
  );
  expect([readdirSync(folder), statSync(part).size]).toEqual([[".large.virtray-part"], 9]);
});

it("writes no more than the file's size of a content without an end", async () => {
  function* endless() {
    for (;;) yield bytes;
  }
  await expect(writeThroughPart(part, path, 0, entry(endless()))).rejects.toThrow(
    `${path}: ${2 * bytes.length} of ${bytes.length} bytes`,
  );
  expect([readdirSync(folder), statSync(part).size]).toEqual([
    [".large.virtray-part"],
    bytes.length,
  ]);
});

it("takes no link, and no second name, for a part", async () => {
  const other = join(folder, "other");
  writeFileSync(other, bytes);
  symlinkSync(other, part);
  expect(await findPart(part)).toBeNull();
  await expect(writeThroughPart(part, path, 1, entry([bytes]))).rejects.toThrow("ELOOP");
  rmSync(part);
  linkSync(other, part);
  expect(await findPart(part)).toBeNull();
  await writeThroughPart(part, path, 0, entry([bytes.subarray(0, 3)], 3));
  expect(readFileSync(other).equals(bytes)).toBe(true);
});
