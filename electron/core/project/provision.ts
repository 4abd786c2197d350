import type { ProvisionUser, ProvisionWhen } from "../../contract/project/provision.ts";

/** A step of a machine's provisioning, with its text. */
export interface ProvisionStep {
  /** By which it is known again: its file, or its text's checksum, as another text is another step. */
  readonly key: string;
  /** By which people know it: its file, or its place among the steps. */
  readonly label: string;
  /** As the project names it; null if it is in the project's own file. */
  readonly file: string | null;
  readonly text: string;
  readonly sha256: string;
  readonly as: ProvisionUser;
  readonly when: ProvisionWhen;
}

/** Variables of the steps. */
export type ProvisionEnv = Readonly<Record<string, string>>;

/** The steps that ended well in a machine: what they were then, by their keys. */
export type DoneSteps = Readonly<Record<string, string>>;

/** Whether `run` names a file: a text of one word would be a command without anything to do. */
export function isScriptFile(run: string): boolean {
  return !/\s/.test(run);
}

/** Returns what a step is: another text, user or variable makes another one. */
export function stateOf({ sha256, as }: ProvisionStep, env: ProvisionEnv): string {
  return JSON.stringify([sha256, as, Object.entries(env).sort()]);
}

/** Returns the steps that are to run; all of them if that is asked for. */
export function dueSteps(
  steps: readonly ProvisionStep[],
  done: DoneSteps,
  env: ProvisionEnv,
  isAgain: boolean,
): readonly ProvisionStep[] {
  return steps.filter((step) => {
    const before = Object.hasOwn(done, step.key) ? done[step.key] : undefined;
    if (isAgain || before === undefined || step.when === "always") return true;
    return step.when === "changed" && before !== stateOf(step, env);
  });
}

/** Returns the text as a program of its own; without an interpreter it is the shell's, up to a failure. */
export function scriptOf({ text }: Pick<ProvisionStep, "text">): string {
  return text.startsWith("#!") ? text : `#!/bin/sh -e\n${text}`;
}

/** Both outputs are one, so that their lines come in order; the script comes by the standard input. */
const runner = `set -e
as=$1; shift
f=$(mktemp); trap 'rm -f "$f"' EXIT
cat >"$f"; chmod 700 "$f"
run=
if [ "$as" = root ] && [ "$(id -u)" != 0 ]; then run="sudo -n"; fi
$run env "$@" "$f" </dev/null 2>&1`;

/** Returns the command for ssh that runs a script with variables. */
export function runCommand(as: ProvisionUser, env: ProvisionEnv): string {
  const values = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  return ["exec sh -c", ...[runner, "sh", as, ...values].map(quoted)].join(" ");
}
