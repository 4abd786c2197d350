/** The bundles of long-running processes are built for this version. */
const oldestNode = 18;

/** The path of a system's own Node. */
const nodePath = "/usr/bin/node";

/**
 * Matches an archive that only Electron reads; the folder beside it has the same files, unpacked.
 */
const archive = /\/app\.asar\//;

/** The program and the script with which a part of ours goes on. */
export interface Runtime {
  readonly program: string;
  readonly script: string;
}

/** Reads the facts that prove whose program it is. */
export interface RuntimeLook {
  /** Returns owner and mode (stat(2)); undefined: there is no such file. */
  stat(path: string): { readonly uid: number; readonly mode: number } | undefined;
  /** Returns the file behind all links; null if it does not exist. */
  realpath(path: string): string | null;
  /** Returns the output of a program's `--version`; empty if it fails. */
  version(program: string): Promise<string>;
}

/**
 * Returns whether only an owner could replace a file: the owner has it and each folder above it,
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
 * Chooses the program for a long-running process. Electron's takes 50 MiB more than Node, so the
 * system's own Node is preferred if it is new enough and, behind all links, root's alone; `own` is
 * the present program.
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
