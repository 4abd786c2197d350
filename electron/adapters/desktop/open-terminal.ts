import { isAbsolute } from "node:path";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { terminalCandidates, terminalCommand } from "../../core/app/terminal.ts";
import { findProgram } from "../process/find-program.ts";
import { runProgram } from "../process/run-program.ts";
import { startDetached } from "../process/start-detached.ts";

/** Returns the terminal in GNOME's settings; null if they name none. */
async function gnomeTerminal(): Promise<string | null> {
  const schema = "org.gnome.desktop.default-applications.terminal";
  const run = await runProgram("gsettings", ["get", schema, "exec"], { timeout: 2000 });
  return run.ok ? run.value.stdout.trim().replace(/^'|'$/g, "") : null;
}

/** Opens the user's terminal with a command in it; `setting` is Virtray's own setting. */
export async function openTerminal(
  command: readonly string[],
  setting: string,
): Promise<Result<void>> {
  const variable = process.env["TERMINAL"] ?? null;
  for (const name of terminalCandidates({ setting, variable, gnome: await gnomeTerminal() })) {
    const program = isAbsolute(name) ? name : await findProgram(name);
    if (program !== null && (await startDetached(terminalCommand(program, command))))
      return ok(undefined);
  }
  return fail("terminal-missing", {});
}
