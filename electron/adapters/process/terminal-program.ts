import { spawn } from "node:child_process";
import { Duplex } from "node:stream";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { TerminalSize } from "../../contract/machine/console.ts";
import { quoteForShell } from "../../core/machine/ssh-args.ts";
import { packageOf, runProgram } from "./run-program.ts";

/** A program on a terminal of its own. */
export interface TerminalProgram {
  /** Its output, and what is typed; it closes when the program ends, and ends it when destroyed. */
  readonly stream: Duplex;
  /** Gives the terminal another size, of which the program is told. */
  readonly resize: (size: TerminalSize) => void;
}

/**
 * Starts a program on a new terminal (pty). `script` of util-linux, which every distribution has, makes
 * it: Node cannot, and a library that can must be compiled for each Electron.
 */
export function startInTerminal(command: readonly string[]): Promise<Result<TerminalProgram>> {
  const program = "script";
  // The terminal's name comes by a file of its own, so that it never mixes with output.
  const run = `tty >&3; exec 3>&-; exec ${command.map(quoteForShell).join(" ")}`;
  const child = spawn(program, ["--quiet", "--flush", "--command", run, "/dev/null"], {
    stdio: ["pipe", "pipe", "ignore", "pipe"],
    // `script` runs the words by $SHELL, and the quotes are those of sh.
    env: { ...process.env, SHELL: "/bin/sh", TERM: "xterm-256color" },
  });
  const size = sizeSetter(readName(child.stdio[3] as NodeJS.ReadableStream));
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === "ENOENT"
          ? fail("program-missing", { program, package: packageOf[program] ?? program })
          : fail("program-failed", { program, detail: error.message }, error.message),
      ),
    );
    child.once("spawn", () => {
      const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
      stream.once("close", () => child.kill());
      child.once("close", () => stream.destroy());
      resolve(ok({ stream, resize: size }));
    });
  });
}

/** Reads the name of the terminal, such as /dev/pts/3; null if the program ended before it. */
function readName(from: NodeJS.ReadableStream): Promise<string | null> {
  return new Promise((resolve) => {
    let name = "";
    from.on("data", (chunk: Uint8Array) => {
      name += new TextDecoder().decode(chunk);
      const line = /^(\/dev\/pts\/\d+)\n/.exec(name)?.[1];
      if (line !== undefined) resolve(line);
    });
    from.once("close", () => resolve(null));
    from.on("error", () => resolve(null));
  });
}

/** Sets sizes one after the other; of those that come meanwhile only the last one counts. */
function sizeSetter(named: Promise<string | null>): (size: TerminalSize) => void {
  let wanted: TerminalSize | null = null;
  let isSetting = false;
  const set = async () => {
    isSetting = true;
    const name = await named;
    while (wanted !== null && name !== null) {
      const { rows, columns } = wanted;
      wanted = null;
      // It fails only if the terminal has ended meanwhile.
      await runProgram("stty", ["-F", name, "rows", `${rows}`, "cols", `${columns}`]);
    }
    isSetting = false;
  };
  return (size) => {
    wanted = size;
    if (!isSetting) void set();
  };
}
