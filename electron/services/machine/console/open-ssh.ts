import { join } from "node:path";
import { openTerminal } from "../../../adapters/desktop/open-terminal.ts";
import { hasHostKey } from "../../../adapters/ssh/known-hosts.ts";
import type { Result } from "../../../contract/errors/app-error.ts";
import { heldOpen } from "../../../core/app/terminal.ts";
import { buildSshArgs } from "../../../core/machine/ssh-args.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";

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
  const { network, user = null, identities } = observed.value.machine;
  const knownHosts = join(paths.machines, id, "known_hosts");
  const login = { user, identities, isKnown: await hasHostKey(knownHosts) };
  const ssh = ["ssh", ...buildSshArgs(network.address, knownHosts, login, [])];
  return openTerminal(heldOpen(ssh, say), terminal);
}
