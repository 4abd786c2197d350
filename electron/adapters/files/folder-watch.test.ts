import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { awaitChanges } from "./folder-watch.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watch-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const never = 2 ** 30;
/** Whether a wait is over, once what has happened could have been told. */
const isOver = (wait: Promise<void>) => Promise.race([wait.then(() => true), delay(200, false)]);

it("ends a wait with the next change, and counts what came in between", async () => {
  const changes = awaitChanges(never);
  changes.follow([folder]);
  // Files that were in a folder before it was followed went unseen.
  await changes.next();
  const first = changes.next();
  expect(await isOver(first)).toBe(false);
  writeFileSync(join(folder, "one"), "");
  await first;
  await isOver(changes.next());
  changes.tell();
  await changes.next();
  changes.close();
});

it("ends a wait that nobody ends, after its time", async () => {
  const changes = awaitChanges(30);
  const began = Date.now();
  await changes.next();
  expect(Date.now() - began).toBeGreaterThanOrEqual(29);
  changes.close();
});
