import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { appError, ok } from "../../contract/errors/app-error.ts";
import { withLock } from "./file-lock.ts";
import { chooseRuntime, recordRuntime } from "./runtime-place.ts";

const uid = process.getuid?.() ?? 0;
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "place-"));
  for (const name of ["a", "b"]) mkdirSync(join(home, name));
});
afterEach(() => rmSync(home, { recursive: true }));

const folder = (name: string) => join(home, name);
const record = () => join(home, "data/runtime");
const look = (as = uid) => chooseRuntime(folder("b"), record(), as);

it("is the session’s own where nothing is recorded, or nothing lives there", () => {
  expect(look()).toBe(folder("b"));
  recordRuntime(record(), folder("a"));
  expect(readlinkSync(record())).toBe(folder("a"));
  mkdirSync(join(folder("a"), "some-machine"));
  // A number that another process has by now proves nothing.
  writeFileSync(join(folder("a"), "some-machine/qemu.pid"), `${process.pid}\n`);
  expect(look()).toBe(folder("b"));
});

it("is another session’s for as long as something lives there", async () => {
  recordRuntime(record(), folder("a"));
  const busy = () => appError("cancelled", {});
  await withLock(join(folder("a"), "app.lock"), "app", 0, busy, async () => {
    expect(look()).toBe(folder("a"));
    expect(look(uid + 1)).toBe(folder("b"));
    return ok(undefined);
  });
  expect(look()).toBe(folder("b"));
});

it("is recorded anew when another one is used, and stays where nothing can be recorded", () => {
  recordRuntime(record(), folder("a"));
  recordRuntime(record(), folder("b"));
  expect(readlinkSync(record())).toBe(folder("b"));
  writeFileSync(join(home, "file"), "");
  expect(() => recordRuntime(join(home, "file/runtime"), folder("a"))).not.toThrow();
});
