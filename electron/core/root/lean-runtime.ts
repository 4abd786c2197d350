/** The bundles of processes that stay are built for this version. */
const oldestNode = 18;

/** The path of a system's own Node. */
const nodePath = "/usr/bin/node";

/** Of an archive that only Electron reads, the folder beside it with the same files, unpacked. */
const archive = /\/app\.asar\//;

/** The program and the script that a part of ours goes on with. */
export interface Runtime {
  readonly program: string;
  readonly script: string;
}

/** Reads what tells to whom a program belongs. */
export interface RuntimeLook {
  /** Returns owner and mode (stat(2)); undefined: there is no such file. */
  stat(path: string): { readonly uid: number; readonly mode: number } | undefined;
  /** Returns the file behind all links; null: there is none. */
  realpath(path: string): string | null;
  /** Returns the output of a program's `--version`; empty if it fails. */
  version(program: string): Promise<string>;
}

/**
 * Returns whether only an owner could exchange a file: it and each folder above it is the owner's,
 * and no other user may write there. False if the file does not exist.
 */
export function isOnlyWrittenBy(owner: number, path: string, stat: RuntimeLook["stat"]): boolean {
  const folders = path.split("/");
  for (let depth = folders.length; depth > 0; depth--) {
    const found = stat(folders.slice(0, depth).join("/") || "/");
    if (found === undefined || found.uid !== owner || (found.mode & 0o022) !== 0) return false;
  }
  return true;
}

/**
 * Chooses the program for a process that stays. Electron's takes 50 MiB more than Node, so the
 * system's own Node is preferred where it is new enough and, behind all links, root's alone; `own`
 * is what runs now.
 */
export async function leanRuntime(
  script: string,
  own: { readonly program: string; readonly isElectron: boolean },
  look: RuntimeLook,
): Promise<Runtime> {
  const asNow = { program: own.program, script };
  const program = own.isElectron ? look.realpath(nodePath) : null;
  if (program === null || !isOnlyWrittenBy(0, program, look.stat)) return asNow;
  const readable = script.replace(archive, "/app.asar.unpacked/");
  if (look.stat(readable) === undefined) return asNow;
  const major = Number(/^v(\d+)\./.exec(await look.version(program))?.[1] ?? 0);
  return major >= oldestNode ? { program, script: readable } : asNow;
}
