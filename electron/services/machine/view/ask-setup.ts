import { join } from "node:path";
import type { Paths } from "../../../adapters/files/paths.ts";
import { agentListens } from "../../../adapters/qemu/agent/guest-agent.ts";
import { runInGuest } from "../../../adapters/qemu/agent/guest-exec.ts";
import { readSetupVerdict, recordSetupVerdict } from "../../../adapters/qemu/guest-setup.ts";
import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";
import { openGuestStream } from "../../../adapters/ssh/guest-stream.ts";
import { hasHostKey } from "../../../adapters/ssh/known-hosts.ts";
import type { MachineFile, MachineView } from "../../../contract/machine/machine.ts";
import type { GuestSetup } from "../../../contract/machine/setup.ts";
import { isLoginRefusal } from "../../../core/machine/guest/login-refusal.ts";
import { readSetupStatus, type SetupStatus } from "../../../core/machine/guest/setup-status.ts";
import { buildSshArgs } from "../../../core/machine/ssh-args.ts";
import type { ProcessIdentity } from "../../../system/process-identity.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";
import { observeSetup } from "./setup.ts";

/** Reads how far a machine of a list is now. */
export async function readSetup(paths: Paths, view: MachineView): Promise<GuestSetup | null> {
  const running = await requireRunning(paths, view.id);
  if (!running.ok) return null;
  const { machine, runtime, process, facts } = running.value;
  return observeSetup(machine, runtime, { ...view, process, boots: facts.boots });
}

/**
 * Asks a guest whose log tells nothing. Without an agent that takes a login, which is tried by itself
 * only with a key that the machine was made with.
 */
export async function askGuest(paths: Paths, { id }: MachineView): Promise<void> {
  const running = await requireRunning(paths, id);
  if (!running.ok) return;
  const { machine, runtime, process } = running.value;
  if ((await readSetupVerdict(runtime, process)) !== null) return;
  const byLogin = machine.identities !== undefined;
  await askSetup({ paths }, machine, runtime, process, { byLogin, timeoutMs: questionMs });
}

/** The usual time limit of the question, in ms; an overloaded guest needs longer. */
export const questionMs = 20_000;
/** The most that a guest may answer, in bytes. */
const mostBytes = 64 * 1024;
/** The exit code of a guest without cloud-init, which has nothing to set up. */
const noSetup = 96;
/** The exit code of ssh itself. */
const sshFailed = 255;
const question = `command -v cloud-init >/dev/null 2>&1 || exit ${noSetup}; cloud-init status --format json 2>/dev/null || cloud-init status`;

interface Asking {
  /** Whether a login is tried where no agent answers. */
  readonly byLogin: boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** The answer of a guest, or its refusal of the login; `said`: ssh's own words. */
export type SetupAnswer = SetupStatus | { readonly stage: "refused"; readonly said: string };

/** Asks a guest's cloud-init how far it is, and records its last word. */
export async function askSetup(
  { paths }: Pick<MachinesParts, "paths">,
  machine: MachineFile,
  runtime: MachineRuntime,
  process: ProcessIdentity,
  asking: Asking,
): Promise<SetupAnswer> {
  const told =
    (await askByAgent(machine, runtime, asking)) ??
    (asking.byLogin ? await askByLogin(paths.machines, machine, asking) : null);
  if (told === null) return { stage: "waiting" };
  const { exitCode, answer, said } = told;
  if (exitCode === sshFailed && isLoginRefusal(said)) return { stage: "refused", said };
  if (exitCode === noSetup) {
    await recordSetupVerdict(runtime, process, { stage: "none" });
    return { stage: "ready" };
  }
  const status = readSetupStatus(answer);
  if (status.stage !== "waiting") await recordSetupVerdict(runtime, process, status);
  return status;
}

interface Told {
  readonly exitCode: number;
  readonly answer: string;
  /** The last words of ssh; "" by the agent. */
  readonly said: string;
}

/** Asks by the guest agent, which takes no key; null without one. */
async function askByAgent(
  { name }: MachineFile,
  runtime: MachineRuntime,
  { timeoutMs, signal }: Asking,
): Promise<Told | null> {
  if (!(await agentListens(runtime))) return null;
  const words = ["/bin/sh", "-c", question];
  const ended = await runInGuest(runtime.qemu.agent, { name, words, signal, timeoutMs });
  // A guest that is at it would not answer a login sooner.
  if (!ended.ok && ended.error.code === "exec-not-ended")
    return { exitCode: 1, answer: "", said: "" };
  if (!ended.ok || ended.value.stdout.length > mostBytes) return null;
  const { exitCode, stdout } = ended.value;
  return { exitCode, answer: new TextDecoder().decode(stdout), said: "" };
}

/** Asks by a login with a key, which may not be possible yet. */
async function askByLogin(
  folder: string,
  { id, network, user, identities }: MachineFile,
  { timeoutMs, signal }: Asking,
): Promise<Told> {
  const knownHosts = join(folder, id, "known_hosts");
  const login = { user: user ?? null, identities, isKnown: await hasHostKey(knownHosts) };
  const args = buildSshArgs(network.address, knownHosts, login, [question]);
  const connecting = `ConnectTimeout=${Math.ceil(timeoutMs / 1000)}`;
  const guest = openGuestStream(["-o", "BatchMode=yes", "-o", connecting, ...args], signal);
  guest.input.end();
  const timer = setTimeout(guest.end, timeoutMs);
  let answer = "";
  guest.output.on("data", (chunk: Uint8Array) => {
    answer += new TextDecoder().decode(chunk);
    if (answer.length > mostBytes) guest.end();
  });
  const { exitCode, said } = await guest.ended;
  clearTimeout(timer);
  return { exitCode, answer, said };
}
