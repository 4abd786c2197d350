import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findImageSource } from "./image-source.ts";
import { unpackFile } from "./unpack-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "archives-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Makes a raw disk with a boot sector. */
function disk(name: string): string {
  const content = Buffer.alloc(64 * 1024);
  content.set([0x55, 0xaa], 510);
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

it.each(["pax", "gnu", "ustar"])(
  "finds the disk behind a long name in a tar of %s",
  async (format) => {
    const name = `${"long-folder-name/".repeat(8)}disk.raw`;
    disk(name);
    execFileSync("tar", [`--format=${format}`, "-cf", "m.ova", name], { cwd: folder });
    expect(await findImageSource(join(folder, "m.ova"))).toMatchObject({
      value: { kind: "image", source: { format: "raw", piece: { size: 64 * 1024 } } },
    });
  },
);

it("says that a disk without its holes is not read", async () => {
  const path = disk("disk.raw");
  execFileSync("truncate", ["-s", "8M", path]);
  execFileSync("tar", ["--format=pax", "--sparse", "-cf", "m.tar", "disk.raw"], { cwd: folder });
  expect(await findImageSource(join(folder, "m.tar"))).toMatchObject({
    error: { params: { fault: "archive-sparse" } },
  });
});

it("unpacks what has bytes behind it that gzip only warns of", async () => {
  const path = disk("disk.raw");
  execFileSync("gzip", ["-k", path]);
  appendFileSync(`${path}.gz`, "trailer");
  const target = join(folder, "unpacked");
  expect(await unpackFile(`${path}.gz`, "gzip", target)).toEqual({ ok: true, value: undefined });
  expect(readFileSync(target).equals(readFileSync(path))).toBe(true);
});
