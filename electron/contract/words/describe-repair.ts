import type { OneShotAction, OneShotStep } from "../root/one-shot.ts";
import type { Words } from "./en/english.ts";
import type { RepairWords } from "./en/repairs.ts";

function keyOf(action: OneShotAction): keyof Words["repairs"] {
  const isForGood = "scope" in action && action.scope === "always";
  return isForGood ? (`${action.do}-always` as const) : action.do;
}

/** Describes root's part of an action, and its reason. */
export function describeRepair(words: Words, action: OneShotAction): RepairWords {
  return words.repairs[keyOf(action)];
}

/** Returns the words on the button of a repair: its effect. */
export function nameRepair({ ui: { trouble } }: Words, action: OneShotAction): string {
  return trouble.effects[keyOf(action)];
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
