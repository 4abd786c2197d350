import { createInterface } from "node:readline/promises";
import type { RepairJson } from "../contract/cli.ts";
import { type AppError, appError, type Result } from "../contract/errors.ts";
import type { RepairWords } from "../contract/words/repairs-en.ts";
import type { OnceStep } from "../core/once-plan.ts";
import type { Finding } from "../services/doctor.ts";
import type { Repair } from "../services/repairs.ts";
import { sayFinding } from "./doctor-command.ts";
import { complain, errorJson, say, sayJson, type Voice } from "./output.ts";

interface RepairTools {
  readonly examine: () => Promise<readonly Finding[]>;
  readonly carryOut: (repair: Repair) => Promise<Result<void>>;
}

function wordsOf({ words }: Voice, { action }: Repair): RepairWords {
  const always = action.do === "set-module-option" && action.scope === "always";
  return words.repairs[always ? "set-module-option-always" : action.do];
}

function stepLines(voice: Voice, step: OnceStep): readonly string[] {
  const { repair } = voice.cli.doctor;
  if (step.do === "run") return [[step.program, ...step.args].join(" ")];
  if (step.do === "remove") return [repair.remove(step.path)];
  return [
    repair.write(step.path),
    ...step.text
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
  ];
}

/** Asks on the terminal; anything but a plain yes, also Ctrl-C and Ctrl-D, is a no. */
async function agrees(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  // Otherwise Ctrl-C would only pause it, and the question would stay open for ever.
  terminal.once("SIGINT", () => terminal.close());
  try {
    const answer = await Promise.race([terminal.question(question), ended]);
    return /^(?:y|yes|j|ja)$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

/**
 * `virtray doctor --repair ID`: explains, asks, has root do it, and looks again. Exit code 1 if it
 * was not done.
 */
export async function repairCommand(
  tools: RepairTools,
  voice: Voice,
  repairs: readonly Repair[],
  id: string,
  yes: boolean,
): Promise<number> {
  const repair = repairs.find((each) => each.id === id);
  if (repair === undefined) {
    const error = appError("repair-unknown", {
      id,
      known: repairs.map((each) => each.id).join(", "),
    });
    complain(voice, error);
    if (voice.json) sayJson({ error: errorJson(voice, error) });
    return 1;
  }
  const { what, why, after } = wordsOf(voice, repair);
  const words = voice.cli.doctor.repair;
  const steps = repair.steps.flatMap((step) => stepLines(voice, step));
  const tell = (done: boolean, error: AppError | null) => {
    if (error !== null) complain(voice, error);
    if (voice.json) {
      const told = error === null ? null : errorJson(voice, error);
      sayJson({ id, what, why, steps, done, error: told } satisfies RepairJson);
    }
    return done ? 0 : 1;
  };

  if (!voice.json) {
    const lines = steps.length === 0 ? [] : ["", words.runs, ...steps.map((line) => `  ${line}`)];
    say([what, why, ...lines, ""].join("\n"));
  }
  if (!yes) {
    const mayAsk = !voice.json && process.stdin.isTTY === true && process.stdout.isTTY === true;
    if (!mayAsk || !(await agrees(words.question))) {
      if (!voice.json) say(words.notDone);
      return tell(false, null);
    }
  }
  const done = await tools.carryOut(repair);
  if (!done.ok) return tell(false, done.error);
  if (!voice.json) {
    say(after === "" ? words.done : `${words.done} ${after}`);
    const now = (await tools.examine()).find((finding) => finding.id === id);
    if (now !== undefined) sayFinding(voice, now);
  }
  return tell(true, null);
}
