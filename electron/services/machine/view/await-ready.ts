import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { portAnswers } from "../../../adapters/net/wait-for-port.ts";
import { openGuestStream } from "../../../adapters/ssh/guest-stream.ts";
import { hasHostKey } from "../../../adapters/ssh/known-hosts.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile, ReadyStage } from "../../../contract/machine/machine.ts";
import { readSetupStatus, type SetupStatus } from "../../../core/machine/setup-status.ts";
import { buildSshArgs } from "../../../core/machine/ssh-args.ts";
import type { AwaitOptions } from "../../base/interfaces.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";
import { knock } from "./list.ts";

/** The time limit of one knock or question, and the pause between two, in ms. */
const knockMs = 1000;
const pauseMs = 1000;
const questionMs = 20_000;
/** The most that a guest may answer, in bytes. */
const mostBytes = 64 * 1024;
/** The exit code of a guest without cloud-init, which has nothing to set up. */
const noSetup = 96;
const question = `command -v cloud-init >/dev/null 2>&1 || exit ${noSetup}; cloud-init status --format json 2>/dev/null || cloud-init status`;

/** Waits until a running machine answers, lets in by ssh, or has been set up. Nothing is ended. */
export async function awaitReady(
  parts: MachinesParts,
  id: string,
  { until, timeoutSeconds, signal }: AwaitOptions,
): Promise<Result<void>> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const running = await requireRunning(parts.paths, id);
    if (!running.ok) return running;
    const { machine } = running.value;
    const status = await look(parts, machine, until, deadline, signal);
    if (signal?.aborted === true) return fail("cancelled", {});
    if (status.stage === "ready") return ok(undefined);
    const { name } = machine;
    if (status.stage === "failed") return fail("setup-failed", { name, line: status.line });
    if (Date.now() >= deadline) {
      return fail("machine-not-ready", { name, until, seconds: timeoutSeconds });
    }
    await delay(pauseMs);
  }
}

async function look(
  parts: MachinesParts,
  machine: MachineFile,
  until: ReadyStage,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<SetupStatus> {
  const { address, mac } = machine.network;
  if (until === "ping") {
    return { stage: (await knock(parts, { address, mac }, knockMs)) ? "ready" : "waiting" };
  }
  const patience = Math.max(0, Math.min(questionMs, deadline - Date.now()));
  if (!(await portAnswers(address, 22, patience, signal))) return { stage: "waiting" };
  return until === "ssh" ? { stage: "ready" } : askSetup(parts, machine, signal);
}

/** Asks a guest's cloud-init by a login with a key, which may not be possible yet. */
async function askSetup(
  { paths }: MachinesParts,
  { id, network, user, identities }: MachineFile,
  signal: AbortSignal | undefined,
): Promise<SetupStatus> {
  const knownHosts = join(paths.machines, id, "known_hosts");
  const login = { user: user ?? null, identities, isKnown: await hasHostKey(knownHosts) };
  const args = buildSshArgs(network.address, knownHosts, login, [question]);
  const guest = openGuestStream(
    ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10", ...args],
    signal,
  );
  guest.input.end();
  const timer = setTimeout(guest.end, questionMs);
  let answer = "";
  guest.output.on("data", (chunk: Uint8Array) => {
    answer += new TextDecoder().decode(chunk);
    if (answer.length > mostBytes) guest.end();
  });
  const { exitCode } = await guest.ended;
  clearTimeout(timer);
  return exitCode === noSetup ? { stage: "ready" } : readSetupStatus(answer);
}
