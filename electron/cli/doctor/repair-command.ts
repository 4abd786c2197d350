import type { RepairJson } from "../../contract/app/cli-care.ts";
import type { Finding, Repair } from "../../contract/doctor/doctor.ts";
import { type AppError, appError, type Result } from "../../contract/errors/app-error.ts";
import { describeRepair, describeStep } from "../../contract/words/describe-repair.ts";
import { agrees, mayAsk } from "../base/ask.ts";
import { complain, errorJson, say, sayJson, type Voice } from "../base/output.ts";
import { sayFinding } from "./doctor-command.ts";

interface RepairTools {
  readonly examine: () => Promise<readonly Finding[]>;
  readonly carryOut: (repair: Repair) => Promise<Result<void>>;
}

/**
 * `virtray doctor --repair ID`: explains, asks, has root do it, and examines again. Exit code 1 if
 * it was not done.
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
  const { what, why, after } = describeRepair(voice.words, repair.action);
  const words = voice.cli.doctor.repair;
  const steps = repair.steps.flatMap((step) => describeStep(voice.words, step));
  const tell = (done: boolean, error: AppError | null) => {
    if (error !== null) complain(voice, error);
    if (voice.json) {
      const told = error === null ? null : errorJson(voice, error);
      sayJson({ id, what, why, steps, done, error: told } satisfies RepairJson);
    }
    return done ? 0 : 1;
  };

  if (!voice.json) {
    const lines =
      steps.length === 0 ? [] : ["", voice.words.doctor.runs, ...steps.map((line) => `  ${line}`)];
    say([what, why, ...lines, ""]);
  }
  if (!yes) {
    if (!mayAsk(voice) || !(await agrees(words.question))) {
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
