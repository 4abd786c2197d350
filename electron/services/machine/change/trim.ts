import { join } from "node:path";
import { runProgram } from "../../../adapters/process/run-program.ts";
import { agentListens, trimGuest } from "../../../adapters/qemu/agent/guest-agent.ts";
import { hasHostKey } from "../../../adapters/ssh/known-hosts.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { buildSshArgs } from "../../../core/machine/ssh-args.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";
import { listDisks } from "./disk-changes.ts";

/** A large file system on a slow disk takes minutes, in ms. */
const trimMs = 600_000;

/**
 * The commands for a guest's shell: on each file system of its own, because busybox knows no option
 * for all. The user is root, or becomes it without a password. A file system that takes no trim is skipped.
 */
const trimCommand = [
  '[ "$(id -u)" = 0 ] && as= || { command -v sudo >/dev/null && as="sudo -n" || as="doas -n"; }; none=1',
  String.raw`for at in $(awk '$1 ~ /^\/dev\// { print $2 }' /proc/mounts | sort -u)`,
  'do $as fstrim -v "$at" && none=0; done; exit $none',
].join("; ");

/**
 * Has a running guest return the space of deleted files: by its agent, or by a login with a key. Returns
 * the bytes that its disks take less on this computer.
 */
export async function trimMachine(
  parts: MachinesParts,
  id: string,
  { signal }: FollowOptions = {},
): Promise<Result<{ readonly freedBytes: number }>> {
  const running = await requireRunning(parts.paths, id);
  if (!running.ok) return running;
  const { machine, runtime } = running.value;
  const before = await takenBytes(parts, id);
  if (!before.ok) return before;
  const byAgent = (await agentListens(runtime)) && (await trimGuest(runtime.qemu.agent, trimMs));
  const trimmed = byAgent ? ok(undefined) : await trimBySsh(parts, machine, signal);
  if (!trimmed.ok) return trimmed;
  const after = await takenBytes(parts, id);
  return after.ok ? ok({ freedBytes: Math.max(0, before.value - after.value) }) : after;
}

/** Returns the bytes that a machine's disks take on this computer. */
async function takenBytes(parts: MachinesParts, id: string): Promise<Result<number>> {
  const disks = await listDisks(parts, id);
  return disks.ok ? ok(disks.value.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)) : disks;
}

async function trimBySsh(
  { paths }: MachinesParts,
  { id, name, network, user, identities }: MachineFile,
  signal: AbortSignal | undefined,
): Promise<Result<void>> {
  const knownHosts = join(paths.machines, id, "known_hosts");
  const isKnown = await hasHostKey(knownHosts);
  const login = { user: user ?? null, identities, isKnown };
  // Nobody is there to answer a question.
  const args = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10"];
  args.push(...buildSshArgs(network.address, knownHosts, login, [trimCommand]));
  const done = await runProgram("ssh", args, {
    timeout: trimMs,
    ...(signal === undefined ? {} : { signal }),
  });
  if (done.ok) return ok(undefined);
  return done.error.code === "program-failed"
    ? fail("trim-failed", { name, detail: done.error.params.detail }, done.error.cause)
    : done;
}
