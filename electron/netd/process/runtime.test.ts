import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isOnlyWrittenBy } from "../../core/root/lean-runtime.ts";
import { look, rootRuntime } from "./runtime.ts";

it("recognises files that only root could have replaced", () => {
  expect(isOnlyWrittenBy(0, "/usr/bin/env", look.stat)).toBe(true);
  expect(isOnlyWrittenBy(4242, "/usr/bin/env", look.stat)).toBe(false);
  expect(isOnlyWrittenBy(0, "/usr/bin/nowhere", look.stat)).toBe(false);
  const folder = mkdtempSync(join(tmpdir(), "runtime-"));
  try {
    // Root's own file, reached by a folder to which other users may write.
    symlinkSync("/usr/bin", join(folder, "bin"));
    expect(isOnlyWrittenBy(0, join(folder, "bin/env"), look.stat)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("stays with a Node that it runs on already", async () => {
  expect(await rootRuntime("/opt/netd.js")).toEqual({
    program: process.execPath,
    script: "/opt/netd.js",
  });
});
