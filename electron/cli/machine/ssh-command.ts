import { join } from "node:path";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { runAttached } from "../../adapters/process/run-attached.ts";
import { fail, type Result } from "../../contract/errors/app-error.ts";
import { buildSshArgs } from "../../core/machine/ssh-args.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { finish, type Voice } from "../base/output.ts";
import { findByName } from "./commands.ts";

interface SshRequest {
  /** The user in the machine; null for the machine's own. */
  readonly user: string | null;
  /** The remote command; empty for a shell. */
  readonly command: readonly string[];
}

async function connect(
  machines: MachinesService,
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  { user, command }: SshRequest,
): Promise<Result<number>> {
  const found = await findByName(machines, name);
  if (!found.ok) return found;
  const { id, address, pid, definition } = found.value;
  if (pid === null) return fail("machine-not-running", { name });
  const folder = join(pathsFrom(env, process.getuid?.() ?? 0).machines, id);
  const login = { user: user ?? definition.user ?? null, identities: definition.identities };
  return runAttached("ssh", buildSshArgs(address, join(folder, "known_hosts"), login, command));
}

/** `virtray ssh NAME [-- COMMAND…]`: the exit code is ssh's, which is the remote command's. */
export async function sshCommand(
  machines: MachinesService,
  voice: Voice,
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  request: SshRequest,
): Promise<number> {
  const ended = await connect(machines, env, name, request);
  return ended.ok ? ended.value : finish(voice, ended, () => {});
}
