import { openTerminal } from "../../../adapters/desktop/open-terminal.ts";
import type { Result } from "../../../contract/errors/app-error.ts";
import { heldOpen } from "../../../core/app/terminal.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";
import { loginCommand } from "./login-command.ts";

/**
 * Opens the user's terminal with a login to a running machine. If ssh fails, the window stays with
 * its output, and `say` asks for Return.
 */
export async function openSsh(
  { paths }: Pick<MachinesParts, "paths">,
  id: string,
  terminal: string,
  say: string,
): Promise<Result<void>> {
  const observed = await requireRunning(paths, id);
  if (!observed.ok) return observed;
  return openTerminal(heldOpen(await loginCommand(paths, observed.value.machine), say), terminal);
}
