#!/usr/bin/env node
/**
 * Checks the subjects of the commits that came after this file: `area: imperative`, at most 72
 * characters. A shallow clone is checked after its oldest commit, which git shows as adding all files.
 */
import { spawnSync } from "node:child_process";

const longest = 72;

/**
 * Runs git in the current folder.
 * @param {readonly string[]} args
 * @returns {readonly string[]} its lines; none where git or its history is missing
 */
function git(args) {
  const { stdout } = spawnSync("git", args, { encoding: "utf8" });
  return (stdout ?? "").split("\n").filter(Boolean);
}

/**
 * Checks one subject.
 * @param {string} subject
 * @returns {string | null} why it is refused; null if it is accepted
 */
function fault(subject) {
  // git words this one itself.
  if (subject.startsWith('Revert "')) return null;
  if ([...subject].length > longest) return `longer than ${longest} characters`;
  if (!/^[a-z][^:]*: [a-z]/.test(subject)) return "not “area: imperative”";
  return subject.endsWith(".") ? "ends with a full stop" : null;
}

const added = ["log", "--diff-filter=A", "--format=%H", "--", "build/commit-subjects.mjs"];
const start = git(added).at(-1);
const subjects =
  start === undefined ? [] : git(["log", "--no-merges", "--format=%s", `${start}..HEAD`]);
const faults = subjects.flatMap((subject) => {
  const why = fault(subject);
  return why === null ? [] : [`${subject}\n  ${why}`];
});
if (faults.length > 0) {
  console.error(`Subjects of commits (CONTRIBUTING.md):\n${faults.join("\n")}`);
  process.exitCode = 1;
}
