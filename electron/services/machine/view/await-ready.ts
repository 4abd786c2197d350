import { setTimeout as delay } from "node:timers/promises";
import { portAnswers } from "../../../adapters/net/wait-for-port.ts";
import { startedAt } from "../../../adapters/process/process-identity.ts";
import { readLoggedSetup } from "../../../adapters/qemu/guest-setup.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { SetupStatus } from "../../../core/machine/guest/setup-status.ts";
import type { AwaitOptions } from "../../base/interfaces.ts";
import { type MachinesParts, type Running, requireRunning } from "../../registry/parts.ts";
import { knock } from "./list.ts";
import { askSetup, setupProblem } from "./setup.ts";

/** The time limit of one knock or question, and the pause between two, in ms. */
const knockMs = 1000;
const pauseMs = 1000;
const questionMs = 20_000;

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
    const status = await look(parts, running.value, { until, deadline, signal });
    if (signal?.aborted === true) return fail("cancelled", {});
    if (status.stage === "ready") return ok(undefined);
    const { machine } = running.value;
    if (status.stage === "failed") {
      return fail("setup-failed", { name: machine.name, line: status.line });
    }
    if (Date.now() >= deadline) return tooLate(parts, running.value, until, timeoutSeconds);
    await delay(pauseMs);
  }
}

interface Wait {
  readonly until: AwaitOptions["until"];
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
}

async function look(
  parts: MachinesParts,
  { machine, runtime, process }: Running,
  { until, deadline, signal }: Wait,
): Promise<SetupStatus> {
  const { address, mac } = machine.network;
  if (until === "ping") {
    const reached = { address, mac, startedAt: await startedAt(process) };
    return { stage: (await knock(parts, reached, knockMs)) ? "ready" : "waiting" };
  }
  const logged = until === "ready" ? await readLoggedSetup(runtime) : null;
  if (logged?.stage === "failed") return logged;
  // Its own lines say so sooner than a login is possible.
  if (logged?.stage === "setting-up") return { stage: "waiting" };
  const patience = Math.max(0, Math.min(questionMs, deadline - Date.now()));
  if (!(await portAnswers(address, 22, patience, signal))) return { stage: "waiting" };
  return until === "ssh"
    ? { stage: "ready" }
    : askSetup(parts, machine, runtime, process, { byLogin: true, signal });
}

/** Returns why a machine was waited for in vain; one that has no way out is told as that. */
async function tooLate(
  parts: MachinesParts,
  { machine, runtime }: Running,
  until: AwaitOptions["until"],
  seconds: number,
): Promise<Result<void>> {
  const { name } = machine;
  const logged = until === "ready" ? await readLoggedSetup(runtime) : null;
  // However long this step is on: the user has waited long enough.
  const problem =
    logged?.stage === "setting-up"
      ? await setupProblem(machine, { ...logged, since: 0 }, parts.hasWayOut)
      : null;
  return problem === null
    ? fail("machine-not-ready", { name, until, seconds })
    : { ok: false, error: problem };
}
