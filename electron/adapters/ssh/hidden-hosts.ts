import { readdir } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { fileNamePattern, readSshHosts } from "../../core/machine/ssh-hosts.ts";
import { readForeignFile } from "../files/foreign-file.ts";
import type { SshConfigFiles } from "./config-file.ts";

/** ssh itself follows includes no deeper than this (READCONF_MAX_DEPTH). */
const deepest = 16;

/**
 * Finds the user's own entries for hosts that have a machine's name: ours come first, so that ssh would
 * not reach these hosts by their names any more.
 */
export async function findHiddenHosts(
  files: SshConfigFiles,
  names: readonly string[],
): Promise<readonly AppError[]> {
  const found: AppError[] = [];
  const seen = new Set([files.part]);
  const visit = async (file: string, depth: number): Promise<void> => {
    if (seen.has(file) || depth > deepest) return;
    seen.add(file);
    const text = await readForeignFile(file).catch(() => null);
    if (text === null) return;
    const { hosts, includes } = readSshHosts(text);
    const hidden = [...new Set(hosts)].filter((name) => names.includes(name));
    found.push(...hidden.map((name) => appError("ssh-host-hidden", { name, file })));
    for (const included of includes) {
      for (const each of await filesOf(included, dirname(files.own))) await visit(each, depth + 1);
    }
  };
  await visit(files.own, 0);
  return found;
}

/** Returns the files that an included name stands for; it counts from the folder of ssh's files. */
async function filesOf(included: string, folder: string): Promise<readonly string[]> {
  const named = included.replace(/^~(?=\/)/, dirname(folder));
  const path = isAbsolute(named) ? named : join(folder, named);
  if (!/[*?]/.test(basename(path))) return [path];
  const pattern = fileNamePattern(basename(path));
  const all = await readdir(dirname(path)).catch(() => []);
  return all
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(dirname(path), name));
}
