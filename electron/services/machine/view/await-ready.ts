import { setTimeout as delay } from "node:timers/promises";
import { portAnswers } from "../../../adapters/net/wait-for-port.ts";
import { startedAt } from "../../../adapters/process/process-identity.ts";
import { readLoggedSetup, readSetupVerdict } from "../../../adapters/qemu/guest-setup.ts";
import {
  type AppError,
  appError,
  fail,
  ok,
  type Result,
} from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { guestWords } from "../../../core/machine/guest/setup-log.ts";
import type { AwaitOptions } from "../../base/interfaces.ts";
import { type MachinesParts, type Running, requireRunning } from "../../registry/parts.ts";
import { askSetup, questionMs, type SetupAnswer } from "./ask-setup.ts";
import { setupProblem } from "./setup.ts";
import { knock } from "./touched-view.ts";

/** The time limit of one knock, and the pause between two looks, in ms. */
const knockMs = 1000;
const pauseMs = 1000;
/** The least time that a question gets, in ms, so that a short wait has an answer, too. */
const leastQuestionMs = 5000;

/** Waits until a running machine answers, lets in by ssh, or has been set up. Nothing is ended. */
export async function awaitReady(
  parts: MachinesParts,
  id: string,
  { until, timeoutSeconds, signal }: AwaitOptions,
): Promise<Result<void>> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  const ask = patientAsker(parts, signal);
  for (;;) {
    const running = await requireRunning(parts.paths, id);
    if (!running.ok) return running;
    const status = await look(parts, running.value, { until, deadline, ask, signal });
    if (signal?.aborted === true) return fail("cancelled", {});
    if (status.stage === "ready") return ok(undefined);
    const { machine } = running.value;
    if (status.stage === "failed") {
      return fail("setup-failed", { name: machine.name, line: status.line });
    }
    const isLate = Date.now() >= deadline;
    // Until its set-up has ended, the key may not be in the guest yet.
    if (status.stage === "refused" && (isLate || (await hasEnded(running.value)))) {
      return { ok: false, error: loginRefused(machine, status.said) };
    }
    if (isLate) return tooLate(parts, running.value, until, timeoutSeconds);
    await delay(pauseMs);
  }
}

interface Wait {
  readonly until: AwaitOptions["until"];
  readonly deadline: number;
  readonly ask: (running: Running, leftMs: number) => Promise<SetupAnswer>;
  readonly signal: AbortSignal | undefined;
}

/**
 * Returns the question how far a guest is. A guest that needs longer for the answer than it was given gets twice as
 * long the next time, as it may be overloaded, but the question may have been lost as well.
 */
function patientAsker(parts: MachinesParts, signal: AbortSignal | undefined): Wait["ask"] {
  let patience = questionMs;
  return async (running, leftMs) => {
    const { machine, runtime, process } = running;
    const timeoutMs = Math.max(leastQuestionMs, Math.min(patience, leftMs));
    const given = new AbortController();
    const giveUp = () => given.abort();
    signal?.addEventListener("abort", giveUp);
    const began = Date.now();
    const asking = { byLogin: true, timeoutMs, signal: given.signal };
    const asked = askSetup(parts, machine, runtime, process, asking);
    while (await Promise.race([asked.then(() => false), delay(pauseMs, true)])) {
      if (signal?.aborted === true || (await isOver(parts, running))) giveUp();
    }
    signal?.removeEventListener("abort", giveUp);
    if (Date.now() - began >= patience) patience *= 2;
    return asked;
  };
}

/** Returns whether no answer is to be expected: the machine has ended, or tells by itself what it does. */
async function isOver(parts: MachinesParts, { machine, runtime }: Running): Promise<boolean> {
  const running = await requireRunning(parts.paths, machine.id);
  if (!running.ok) return true;
  const logged = await readLoggedSetup(runtime);
  return logged?.stage === "failed" || logged?.stage === "setting-up";
}

async function look(
  parts: MachinesParts,
  running: Running,
  { until, deadline, ask, signal }: Wait,
): Promise<SetupAnswer> {
  const { machine, runtime, process } = running;
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
  return until === "ssh" ? { stage: "ready" } : ask(running, deadline - Date.now());
}

/** Returns whether a guest's set-up is over by what it has told so far. */
async function hasEnded({ runtime, process }: Running): Promise<boolean> {
  const logged = await readLoggedSetup(runtime);
  return logged?.stage === "ready" || (await readSetupVerdict(runtime, process)) !== null;
}

function loginRefused({ name, user, identities = [] }: MachineFile, said: string): AppError {
  const detail = guestWords(said);
  return appError("setup-login-refused", {
    name,
    user: user ?? null,
    keys: identities.join(", "),
    detail,
  });
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
