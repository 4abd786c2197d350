import { createReadStream, type Stats } from "node:fs";
import {
  link,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from "node:fs/promises";
import { join } from "node:path";
import { type CopyEntry, noContent } from "../../../core/machine/copy/entry.ts";
import { largeFrom, type Part } from "../../../core/machine/copy/part.ts";
import { contentAfter, sumOfBlocks } from "./part-file.ts";

/** Returns the entry of a path as it is in the file system; null for devices, pipes and sockets. */
async function entryOf(whole: string, path: string, found: Stats): Promise<CopyEntry | null> {
  const facts = { path, mode: found.mode & 0o777, modifiedAt: found.mtimeMs / 1000 };
  if (found.isDirectory()) return { ...facts, kind: "folder", size: 0, content: noContent };
  if (found.isSymbolicLink()) {
    return { ...facts, kind: "link", size: 0, link: await readlink(whole), content: noContent };
  }
  if (!found.isFile()) return null;
  const { size } = found;
  // Bytes that are appended meanwhile do not belong to the size that was told.
  const content: AsyncIterable<Uint8Array> =
    size === 0 ? noContent : createReadStream(whole, { end: size - 1, autoClose: true });
  // Within a folder, a file is a part of one archive.
  const after =
    path === "" && size >= largeFrom
      ? async (part: Part) =>
          (await sumOfBlocks(whole, part.blocks)) === part.sha256
            ? contentAfter(whole, part.blocks, size)
            : "different"
      : undefined;
  return { ...facts, kind: "file", size, content, after };
}

/**
 * Reads a file, or a folder with all that is in it; a link is followed only where it stands for the
 * whole. Errors throw.
 */
export async function* readTree(root: string): AsyncGenerator<CopyEntry> {
  const waiting: { readonly whole: string; readonly path: string }[] = [{ whole: root, path: "" }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { whole, path } = next;
    const entry = await entryOf(whole, path, await (path === "" ? stat : lstat)(whole));
    if (entry === null) continue;
    yield entry;
    if (entry.kind !== "folder") continue;
    const names = (await readdir(whole)).sort().reverse();
    waiting.push(
      ...names.map((name) => ({
        whole: join(whole, name),
        path: path === "" ? name : `${path}/${name}`,
      })),
    );
  }
}

/** Adds up the bytes of a tree's files. Errors throw. */
export async function measureTree(root: string): Promise<number> {
  const found = await stat(root);
  if (!found.isDirectory()) return found.size;
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const each of names) {
    if (each.isFile()) bytes += (await lstat(join(each.parentPath, each.name))).size;
  }
  return bytes;
}

/** Returns whether a path leads to a folder, by itself or by a link. */
export async function standsForFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true;
}

/** Creates a private folder beside a path, in which a copy takes shape. Errors throw. */
export function makeRoomBeside(folder: string): Promise<string> {
  return mkdtemp(join(folder, ".virtray-copy-"));
}

/** Writes one entry of a tree whose root is `root`; all of its folders are ours. Errors throw. */
export async function writeEntry(root: string, entry: CopyEntry): Promise<void> {
  const at = join(root, entry.path);
  switch (entry.kind) {
    case "folder":
      // Its content has to come in, whatever its own permissions are.
      await mkdir(at, { mode: entry.mode | 0o700 });
      return;
    case "link":
      await symlink(entry.link ?? "", at);
      return;
    case "same":
      await link(join(root, entry.link ?? ""), at);
      return;
    case "file": {
      const file = await open(at, "wx", entry.mode & 0o777);
      try {
        for await (const chunk of entry.content) await file.writeFile(chunk);
        await file.utimes(entry.modifiedAt, entry.modifiedAt);
      } finally {
        await file.close();
      }
    }
  }
}

/**
 * Moves a tree to its place in the same file system. Folders that are there already are filled, but
 * never those behind a symbolic link, and files are replaced. Errors throw.
 */
export async function moveInto(from: string, to: string): Promise<void> {
  const there = await lstat(to).catch(() => null);
  const moved = await lstat(from);
  if (!moved.isDirectory() || there === null) {
    await rename(from, to);
    return;
  }
  // A file in the place of a folder is not removed for it: mkdir tells so.
  if (!there.isDirectory()) await mkdir(to);
  for (const name of await readdir(from)) await moveInto(join(from, name), join(to, name));
}

/** Removes a folder that a copy took shape in. */
export async function removeRoom(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => {});
}
