import { expect, it } from "vitest";
import { dueSteps, isScriptFile, type ProvisionStep, scriptOf, stateOf } from "./provision.ts";

const step = (key: string, about: Partial<ProvisionStep> = {}): ProvisionStep => ({
  ...{ key, label: key, file: null, text: "true", sha256: "1", as: "root", when: "once" },
  ...about,
});
const due = (steps: readonly ProvisionStep[], done: Record<string, string>, env = {}) =>
  dueSteps(steps, done, env, false).map(({ key }) => key);

it("runs each step the first time, and then as it says", () => {
  const steps = [
    step("once"),
    step("always", { when: "always" }),
    step("changed", { when: "changed" }),
  ];
  const done = Object.fromEntries(steps.map((each) => [each.key, stateOf(each, {})]));
  expect(due(steps, {})).toEqual(["once", "always", "changed"]);
  expect(due(steps, done)).toEqual(["always"]);
  expect(due([step("once", { sha256: "2" })], done)).toEqual([]);
  expect(due([step("changed", { when: "changed", sha256: "2" })], done)).toEqual(["changed"]);
  expect(due([step("changed", { when: "changed" })], done, { MODE: "x" })).toEqual(["changed"]);
  expect(due([step("changed", { when: "changed", as: "user" })], done)).toEqual(["changed"]);
  expect(dueSteps(steps, done, {}, true)).toEqual(steps);
  // A name that every object has is not one of a step that ran.
  expect(due([step("constructor")], {})).toEqual(["constructor"]);
});

it("takes one word for a file, and gives a text the shell that stops at a failure", () => {
  expect(["set-up.sh", "apt update", "true\n"].map(isScriptFile)).toEqual([true, false, false]);
  expect(scriptOf({ text: "true\n" })).toBe("#!/bin/sh -e\ntrue\n");
  expect(scriptOf({ text: "#!/usr/bin/python3\n" })).toBe("#!/usr/bin/python3\n");
});
