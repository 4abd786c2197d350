import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  forgetUnfinished,
  noteUnfinished,
  removeUnfinished,
  unfinishedName,
} from "./unfinished-files.ts";

let folder: string;
let notes: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unfinished-"));
  notes = join(folder, "notes");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A note of a process that is gone: no process ever began at tick 1. */
function leave(paths: unknown): void {
  mkdirSync(notes, { recursive: true });
  writeFileSync(join(notes, `${process.pid}-1-0.json`), JSON.stringify(paths));
}

function file(name: string): string {
  writeFileSync(join(folder, name), "");
  return join(folder, name);
}

it("stay while their process lives, and go once it is gone", async () => {
  const own = file(unfinishedName());
  const note = await noteUnfinished(notes, [own]);
  leave([file(unfinishedName()), join(folder, unfinishedName())]);
  await removeUnfinished(notes);
  expect(readdirSync(folder).sort()).toEqual([own.slice(folder.length + 1), "notes"].sort());
  await forgetUnfinished(note);
  expect(readdirSync(notes)).toEqual([]);
});

it.each([
  ["names a file of another kind", () => [file("precious")]],
  ["names one that only looks so", () => [file(".virtray-.part")]],
  ["names a relative path", () => [".virtray-0123456789ab.part"]],
  ["is no list", () => ({ path: "/" })],
])("are not what a note says that %s", async (_title, paths) => {
  leave(paths());
  const before = readdirSync(folder);
  await removeUnfinished(notes);
  expect(readdirSync(folder)).toEqual(before);
  expect(readdirSync(notes)).toEqual([]);
});
