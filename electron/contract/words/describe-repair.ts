import type { OneShotAction, OneShotStep } from "../root/one-shot.ts";
import type { Words } from "./en/english.ts";
import type { RepairWords } from "./en/repairs.ts";

/** Describes root's part of an action, and its reason. */
export function describeRepair(words: Words, action: OneShotAction): RepairWords {
  const isForGood = "scope" in action && action.scope === "always";
  return words.repairs[isForGood ? (`${action.do}-always` as const) : action.do];
}

/** Returns a step as lines for people: a command, or a file with the text written to it. */
export function describeStep({ doctor }: Words, step: OneShotStep): readonly string[] {
  if (step.do === "run") return [[step.program, ...step.args].join(" ")];
  if (step.do === "hosts") {
    const lines = step.block?.trimEnd().split("\n") ?? [];
    return [
      step.block === null ? doctor.takeOut : doctor.putIn,
      ...lines.map((line) => `  ${line}`),
    ];
  }
  if (step.do === "remove") return [doctor.remove(step.path)];
  const lines = step.text.trimEnd().split("\n");
  return [doctor.write(step.path), ...lines.map((line) => `  ${line}`)];
}
