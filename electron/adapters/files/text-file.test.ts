import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readTextFile } from "./text-file.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "text-file-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

it("reads a file of at most 1 MiB, also through a link, and finds that one is missing", async () => {
  const path = join(folder, "text");
  const link = join(folder, "link");
  symlinkSync(path, link);
  expect(await readTextFile(link)).toEqual({ ok: true, value: null });
  writeFileSync(path, "grüß");
  expect(await readTextFile(link)).toEqual({ ok: true, value: "grüß" });
  writeFileSync(path, "x".repeat(2 ** 20));
  expect(await readTextFile(path)).toMatchObject({ ok: true });
  writeFileSync(path, "x".repeat(2 ** 20 + 1));
  expect(await readTextFile(path)).toMatchObject({
    error: { code: "file-too-large", params: { path, most: 2 ** 20 } },
  });
});

it("waits for no pipe, and reads no device, folder or endless file", async () => {
  const pipe = join(folder, "pipe");
  const link = join(folder, "link");
  mkdirSync(join(folder, "folder"));
  execFileSync("mkfifo", [pipe]);
  symlinkSync("/dev/zero", link);
  for (const path of [pipe, link, "/dev/tty", join(folder, "folder")]) {
    expect(await readTextFile(path)).toMatchObject({
      error: { code: "file-not-regular", params: { path } },
    });
  }
});
