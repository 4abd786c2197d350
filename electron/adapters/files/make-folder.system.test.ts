import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeFolder } from "./make-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "folders-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("makes a folder and those above it, for this user alone, by several at once", async () => {
  const path = join(folder, "a/b/c");
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(path)));
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o700);
});

it("makes different folders below one that is missing, side by side", async () => {
  for (let round = 0; round < 100; round++) {
    const paths = Array.from({ length: 4 }, (_, index) => join(folder, `${round}/a/${index}`));
    await Promise.all(paths.map(makeFolder));
  }
});

it("tells of a disk that can only be read, and of what is no folder", async () => {
  const mounted = join(folder, "disk");
  mkdirSync(mounted);
  execFileSync("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", mounted]);
  try {
    await makeFolder(mounted);
    const refused = makeFolder(join(mounted, "a/b"));
    await expect(refused).rejects.toMatchObject({ code: "EROFS" });
  } finally {
    execFileSync("umount", [mounted]);
  }
  writeFileSync(join(folder, "file"), "");
  await expect(makeFolder(join(folder, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolder(join(folder, "file/a"))).rejects.toMatchObject({ code: "ENOTDIR" });
  // Node's own way never ends here.
  await expect(makeFolder("/proc/none/a")).rejects.toMatchObject({ code: "ENOENT" });
});
