import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { appError, ok } from "../../contract/errors/app-error.ts";
import { withLock } from "../files/file-lock.ts";
import { discardOldDownloads } from "./download-files.ts";

it("downloads go that nobody has continued for a month, or ever could; the others stay", async () => {
  const folder = mkdtempSync(join(tmpdir(), "downloads-"));
  const now = Date.now();
  const make = (name: string, days: number) => {
    const at = now / 1000 - days * 86_400;
    writeFileSync(join(folder, name), name);
    utimesSync(join(folder, name), at, at);
  };
  try {
    make("old", 31);
    make("old.json", 40);
    make("orphan.json", 31);
    // It has been going on for long: what was noted at its beginning is needed still.
    make("slow", 29);
    make("slow.json", 40);
    mkdirSync(join(folder, "old.lock"));
    utimesSync(join(folder, "old.lock"), 0, 0);
    await discardOldDownloads(folder, now);
    const left = () => readdirSync(folder).filter((name) => !name.endsWith(".lock"));
    expect(left().sort()).toEqual(["slow", "slow.json"]);
    await discardOldDownloads(join(folder, "nowhere"), now);
    // Of a server that names no version, nothing can be continued; but it may still be coming.
    make("fresh", 0);
    const busy = () => appError("file-locked", { path: "", by: "" });
    await withLock(join(folder, "fresh.lock"), "download", 0, busy, async () => {
      await discardOldDownloads(folder, now);
      expect(left()).toContain("fresh");
      return ok(undefined);
    });
    await discardOldDownloads(folder, now);
    expect(left().sort()).toEqual(["slow", "slow.json"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
