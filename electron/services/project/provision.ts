import { join } from "node:path";
import type { Paths } from "../../adapters/files/paths.ts";
import { runGuestScript } from "../../adapters/ssh/guest-script.ts";
import { hasHostKey } from "../../adapters/ssh/known-hosts.ts";
import {
  keepDoneSteps,
  openProvisionLog,
  type ProvisionLog,
  readDoneSteps,
} from "../../adapters/store/provision-record.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { makeVisible } from "../../core/base/visible-text.ts";
import { guestWords } from "../../core/machine/guest/setup-log.ts";
import { buildSshArgs } from "../../core/machine/ssh-args.ts";
import {
  type DoneSteps,
  dueSteps,
  type ProvisionEnv,
  type ProvisionStep,
  runCommand,
  scriptOf,
  stateOf,
} from "../../core/project/provision.ts";
import type { MachinesService } from "../base/interfaces.ts";

/** A machine with the steps that it is to get. */
export interface Provisioning {
  readonly machine: MachineFile;
  readonly steps: readonly ProvisionStep[];
  readonly env: ProvisionEnv;
}

/** The ways of a provisioning. */
export interface ProvisionWay {
  readonly timeoutSeconds: number;
  /** Steps run that have run before, too. */
  readonly isAgain: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Told of each line of a step's output, without control characters. */
  readonly onLine?: ((line: string) => void) | undefined;
}

interface Parts {
  readonly paths: Paths;
  readonly machines: Pick<MachinesService, "awaitReady" | "repairShares">;
}

/**
 * Runs the steps of a machine that are due, one after the other, once it is set up; the first that fails
 * ends it, and the next time goes on there. Tells whether there was anything to do.
 */
export async function provision(
  parts: Parts,
  { machine, steps, env }: Provisioning,
  { timeoutSeconds, isAgain, signal, onLine }: ProvisionWay,
): Promise<Result<boolean>> {
  const folder = join(parts.paths.machines, machine.id);
  const done = await readDoneSteps(folder);
  const due = dueSteps(steps, done, env, isAgain);
  if (due.length === 0) return ok(false);
  const ready = await parts.machines.awaitReady(machine.id, {
    ...{ until: "ready", timeoutSeconds, signal },
  });
  if (!ready.ok) return ready;
  // Steps may need the folders. Where one cannot be mounted yet, a step may be what the machine lacks for it.
  await parts.machines.repairShares(machine.id);
  const log = await openProvisionLog(folder);
  try {
    return await runSteps({ folder, machine, env, log, signal, onLine }, due, done);
  } finally {
    await log.close();
  }
}

interface Run {
  readonly folder: string;
  readonly machine: MachineFile;
  readonly env: ProvisionEnv;
  readonly log: ProvisionLog;
  readonly signal: AbortSignal | undefined;
  readonly onLine: ProvisionWay["onLine"];
}

async function runSteps(
  run: Run,
  due: readonly ProvisionStep[],
  before: DoneSteps,
): Promise<Result<boolean>> {
  let done = before;
  for (const step of due) {
    const ended = await runStep(run, step);
    if (!ended.ok) return ended;
    done = { ...done, [step.key]: stateOf(step, run.env) };
    await keepDoneSteps(run.folder, done);
  }
  return ok(true);
}

async function runStep(
  { folder, machine, env, log, signal, onLine }: Run,
  step: ProvisionStep,
): Promise<Result<void>> {
  const { name, network, user, identities } = machine;
  const tell = (line: string) => {
    log.write(line);
    onLine?.(line);
  };
  log.write(`--- ${new Date().toISOString()} ${step.label} (${step.as})`);
  const knownHosts = join(folder, "known_hosts");
  const login = { user: user ?? null, identities, isKnown: await hasHostKey(knownHosts) };
  const command = runCommand(step.as, env);
  const args = buildSshArgs(network.address, knownHosts, login, [command]);
  const ended = await runGuestScript(
    args,
    scriptOf(step),
    (line) => tell(makeVisible(line)),
    signal,
  );
  if (signal?.aborted === true) return fail("cancelled", {});
  if (ended.error !== null) return { ok: false, error: ended.error };
  if (ended.exitCode === 0) return ok(undefined);
  return fail("provision-failed", {
    ...{ name, step: step.label, exitCode: ended.exitCode },
    line: guestWords(ended.last),
    log: log.path,
  });
}
