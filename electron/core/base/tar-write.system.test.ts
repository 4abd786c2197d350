import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execaSync } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tarEnd, tarHeader, tarPadding } from "./tar-write.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync("/tmp/tar-");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = ["plain", "a b", "-x", "Größe €", "n".repeat(100), "ü".repeat(90), "x".repeat(255)];

it.each([["tar"], ["busybox"]])("%s reads names of all kinds", (program) => {
  const members = names.flatMap((name) => [
    tarHeader({ name, kind: "file", mode: 0o640, size: 2, modifiedAt: 1_700_000_000.7 }),
    Buffer.from("ab"),
    tarPadding(2),
  ]);
  const target = join(folder, program);
  mkdirSync(target);
  const words = program === "tar" ? [] : ["tar"];
  execaSync(program, [...words, "-xf", "-", "-C", target], {
    input: Buffer.concat([...members, tarEnd()]),
  });
  expect(readdirSync(target).sort()).toEqual([...names].sort());
  for (const name of names) expect(readFileSync(join(target, name), "utf8")).toBe("ab");
});

it("writes sizes from 8 GiB on so that tar lists them", () => {
  const size = 9 * 2 ** 30;
  const member = tarHeader({ name: "huge", kind: "file", mode: 0o600, size, modifiedAt: 0 });
  const { stdout } = execaSync("tar", ["-tvf", "-"], { input: member, reject: false });
  expect(stdout).toContain(String(size));
});
