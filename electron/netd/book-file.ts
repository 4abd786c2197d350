import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import * as v from "valibot";
import { emptyBook, type LanBook, lanBook } from "../core/lan-book.ts";

/** This boot's identity (random(4)). */
export function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** Reads the book; one that is absent, broken or of an earlier boot counts as empty. */
export function readBook(path: string, boot: string): LanBook {
  try {
    const parsed = v.safeParse(lanBook, JSON.parse(readFileSync(path, "utf8")));
    if (parsed.success && parsed.output.boot === boot) return parsed.output;
  } catch {
    // Only root writes here, and atomically: an unreadable book is one that never was.
  }
  return emptyBook(boot);
}

/** Replaces the book, so that a crash at any moment leaves the old one or the new one. */
export function writeBook(path: string, book: LanBook): void {
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  const file = openSync(fresh, "wx", 0o644);
  try {
    writeSync(file, JSON.stringify(book));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}
