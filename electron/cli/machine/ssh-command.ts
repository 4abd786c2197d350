import { join } from "node:path";
import { pathsFrom } from "../../adapters/files/paths.ts";
import { runAttached } from "../../adapters/process/run-attached.ts";
import { findOwnNetwork } from "../../adapters/root/own-network.ts";
import { hasHostKey } from "../../adapters/ssh/known-hosts.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { buildSshArgs } from "../../core/machine/ssh-args.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { finish, type Voice } from "../base/output.ts";
import { findByName } from "./commands.ts";

/** A running machine, with the arguments of ssh for a command there; an empty command gives a shell. */
export interface MachineLogin {
  readonly name: string;
  readonly args: (command: readonly string[]) => readonly string[];
}

/** Finds a running machine, and the login to it; `user`: null for the machine's own. */
export async function findLogin(
  machines: MachinesService,
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  user: string | null,
): Promise<Result<MachineLogin>> {
  const found = await findByName(machines, name);
  if (!found.ok) return found;
  const { id, address, pid, definition } = found.value;
  if (pid === null) return fail("machine-not-running", { name });
  // The address would be a stranger's.
  if (findOwnNetwork() !== null) return fail("lan-small", {});
  const knownHosts = join(pathsFrom(env, process.getuid?.() ?? 0).machines, id, "known_hosts");
  const login = {
    ...{ user: user ?? definition.user ?? null, identities: definition.identities },
    isKnown: await hasHostKey(knownHosts),
  };
  return ok({ name, args: (command) => buildSshArgs(address, knownHosts, login, command) });
}

interface SshRequest {
  /** The user in the machine; null for the machine's own. */
  readonly user: string | null;
  /** The remote command; empty for a shell. */
  readonly command: readonly string[];
}

/** `virtray ssh NAME [-- COMMAND…]`: the exit code is ssh's, which is the remote command's. */
export async function sshCommand(
  machines: MachinesService,
  voice: Voice,
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  request: SshRequest,
): Promise<number> {
  const login = await findLogin(machines, env, name, request.user);
  const ended = login.ok ? await runAttached("ssh", login.value.args(request.command)) : login;
  return ended.ok ? ended.value : finish(voice, ended, () => {});
}
