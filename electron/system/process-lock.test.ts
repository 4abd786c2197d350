import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { releaseLock, takeLock } from "./process-lock.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
  path = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("is held by one, and free again once given back", () => {
  expect(takeLock(path)).toBe(true);
  expect(takeLock(path)).toBe(false);
  releaseLock(path);
  expect(takeLock(path)).toBe(true);
  expect(readdirSync(folder)).toEqual(["lock"]);
});

it.each(["", "junk", "999999999 1", `${process.pid} 1`, "-1 0", "1"])(
  "is taken over from a holder that does not live: %j",
  (content) => {
    writeFileSync(path, content);
    expect(takeLock(path)).toBe(true);
    expect(readFileSync(path, "utf8")).toMatch(new RegExp(`^${process.pid} \\d+$`));
    expect(readdirSync(folder)).toEqual(["lock"]);
  },
);
