import { realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { findProgram, run } from "./programs.ts";

/** The bundles of root's are built for it. */
const oldestNode = 18;

/** Of an archive that only Electron reads, the folder beside it with the same files, unpacked. */
const archive = /\/app\.asar\//;

/** The program and the script that root's part goes on with. */
export interface Runtime {
  readonly program: string;
  readonly script: string;
}

/**
 * Whether nobody but an owner could exchange a file: it and each folder above it is the owner's, and
 * nobody else may write there. False if there is no such file.
 */
export function isOnlyWrittenBy(owner: number, path: string): boolean {
  for (let each = path; ; each = dirname(each)) {
    const found = statSync(each, { throwIfNoEntry: false });
    if (found === undefined || found.uid !== owner || (found.mode & 0o022) !== 0) return false;
    if (each === dirname(each)) return true;
  }
}

/**
 * With what the part that stays is best run. Electron's program takes 50 MiB more than Node, so the
 * system's own Node is preferred where it is new enough and, behind all links, root's alone.
 */
export async function leanRuntime(script: string): Promise<Runtime> {
  const own = { program: process.execPath, script };
  if (process.versions["electron"] === undefined) return own;
  const found = findProgram("node");
  if (found === null) return own;
  const program = realpathSync(found);
  const readable = script.replace(archive, "/app.asar.unpacked/");
  if (!isOnlyWrittenBy(0, program)) return own;
  if (statSync(readable, { throwIfNoEntry: false }) === undefined) return own;
  const { code, stdout } = await run(program, ["--version"]);
  const major = Number(/^v(\d+)\./.exec(stdout)?.[1] ?? 0);
  return code === 0 && major >= oldestNode ? { program, script: readable } : own;
}
