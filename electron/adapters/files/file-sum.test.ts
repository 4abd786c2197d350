import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type KnownFile, knowFile, recognizeFile } from "./file-sum.ts";

let folder: string;
let path: string;
let known: KnownFile;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "virtray-sum-"));
  path = join(folder, "ram");
  writeFileSync(path, "one moment");
  known = await knowFile(path);
  // The clock of file systems has ticks of some milliseconds, and changes within one cannot be told apart.
  const probe = join(folder, "probe");
  const tick = () => {
    writeFileSync(probe, "");
    return statSync(probe).ctimeMs;
  };
  const begin = statSync(path).ctimeMs;
  while (tick() <= begin);
});
afterEach(() => rmSync(folder, { recursive: true }));

it("a file that nobody touched is known without being read", async () => {
  // It would not be recognised by its content.
  const other = { ...known, sha256: "0".repeat(64) };
  expect(await recognizeFile(path, other)).toBe(other);
});

it.each([
  ["touched", () => utimesSync(path, 1, 1)],
  [
    "moved",
    () => {
      copyFileSync(path, `${path}.copy`);
      renameSync(`${path}.copy`, path);
    },
  ],
])("one that was %s is the same, with another stamp", async (_how, change) => {
  change();
  const now = await recognizeFile(path, known);
  expect(now).toMatchObject({ bytes: known.bytes, sha256: known.sha256 });
  expect(now?.stamp).not.toBe(known.stamp);
});

it.each([
  ["written in place", () => writeFileSync(path, "two moments".slice(0, known.bytes))],
  [
    "written in place, with its old time",
    () => {
      const { atimeMs, mtimeMs } = statSync(path);
      writeFileSync(path, "two moments".slice(0, known.bytes), { flag: "r+" });
      utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
    },
  ],
  ["made longer", () => appendFileSync(path, "s")],
])("one that was %s is another", async (_how, change) => {
  change();
  expect(await recognizeFile(path, known)).toBeNull();
});

it("one that is gone throws", async () => {
  rmSync(path);
  await expect(recognizeFile(path, known)).rejects.toThrow("ENOENT");
});
