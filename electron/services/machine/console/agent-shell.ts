/** Stands before the folder in which a command left off; no text has it. */
const mark = "\0";

/**
 * The script that runs one line of a shell by the agent, which starts each command anew: in the folder
 * where the line before left off, and telling its own folder at its end.
 */
const script = `cd -- "$1" 2>/dev/null; eval "$2"; s=$?; printf '\\0%s' "$PWD"; exit $s`;

/** Returns the words of a command for one line, typed in a folder. */
export function lineCommand(folder: string, line: string): readonly string[] {
  return ["/bin/sh", "-c", script, "sh", folder, line];
}

/** The output of a line, and the folder in which it left off. */
export interface LineEnd {
  readonly output: Uint8Array;
  readonly folder: string;
}

/** The longest folder that is believed. */
const longestFolder = 4096;

/** Reads the output of such a command; a line that ended the shell leaves it in the folder before. */
export function readLineEnd(stdout: Uint8Array, before: string): LineEnd {
  const at = stdout.lastIndexOf(mark.charCodeAt(0));
  if (at === -1) return { output: stdout, folder: before };
  const folder = new TextDecoder().decode(stdout.subarray(at + 1));
  const isFolder = folder.startsWith("/") && folder.length <= longestFolder;
  return { output: stdout.subarray(0, at), folder: isFolder ? folder : before };
}
