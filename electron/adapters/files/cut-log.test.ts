import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { cutLog } from "./cut-log.ts";

const folder = mkdtempSync(join(tmpdir(), "log-"));
afterAll(() => rmSync(folder, { recursive: true }));

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join("");

it("keeps whole lines of the end, and what is written afterwards comes behind them", async () => {
  const path = join(folder, "long.log");
  const writer = openSync(path, "a");
  writeSync(writer, lines(0, 200_000));
  await cutLog(path);
  const kept = readFileSync(path, "utf8");
  expect(kept.length).toBeLessThanOrEqual(256 * 1024);
  expect(kept.length).toBeGreaterThan(255 * 1024);
  expect(lines(0, 200_000).endsWith(`\n${kept}`)).toBe(true);
  writeSync(writer, lines(200_000, 200_001));
  closeSync(writer);
  expect(readFileSync(path, "utf8")).toBe(`${kept}line 200000\n`);
});

it("leaves a short one as it is", async () => {
  const path = join(folder, "short.log");
  const writer = openSync(path, "a");
  writeSync(writer, lines(0, 1000));
  closeSync(writer);
  await cutLog(path);
  expect(readFileSync(path, "utf8")).toBe(lines(0, 1000));
});

it("cuts a text without line ends too, and minds no log that is not there", async () => {
  const path = join(folder, "endless.log");
  const writer = openSync(path, "a");
  writeSync(writer, "x".repeat(2 * 1024 * 1024));
  closeSync(writer);
  await cutLog(path);
  expect(readFileSync(path).length).toBe(256 * 1024);
  await cutLog(join(folder, "none.log"));
});
