import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const script = join(import.meta.dirname, "commit-subjects.mjs");
let folder: string;

const git = (...args: readonly string[]) => {
  const who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
  execFileSync("git", [...who, ...args], { cwd: folder });
};
const commit = (subject: string) => git("commit", "--quiet", "--allow-empty", "-m", subject);
const check = (cwd = folder) => spawnSync(process.execPath, [script], { cwd, encoding: "utf8" });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "virtray-subjects-"));
  git("init", "--quiet");
  commit("Tell all of the story in one line, as commits did before the rule");
  mkdirSync(join(folder, "build"));
  cpSync(script, join(folder, "build/commit-subjects.mjs"));
  git("add", ".");
  commit("check: refuse subjects that are hard to read");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("commits from before the rule are accepted, as are those that follow it", () => {
  commit("uplink: drop old flows before the new rules");
  expect(check()).toMatchObject({ status: 0, stderr: "" });
});

test.each([
  ["a subject without an area", "Drop old flows", "not “area: imperative”"],
  ["an upper-case letter behind the area", "uplink: Drop old flows", "not “area: imperative”"],
  ["a full stop", "uplink: drop old flows.", "ends with a full stop"],
  ["73 characters", `uplink: ${"x".repeat(65)}`, "longer than 72 characters"],
])("%s is refused", (_what, subject, why) => {
  commit(subject);
  const { status, stderr } = check();
  expect(stderr).toContain(`${subject}\n  ${why}`);
  expect(status).toBe(1);
});

test("72 characters are accepted, however many bytes they take", () => {
  commit(`uplink: ${"ü".repeat(63)}x`.replace(": ü", ": x"));
  expect(check().status).toBe(0);
});

test("a shallow clone is checked behind its oldest commit, which is accepted as it is", () => {
  commit("Drop old flows");
  const clone = join(folder, "clone");
  const from = pathToFileURL(folder).href;
  git("clone", "--quiet", "--depth", "1", from, clone);
  expect(check(clone)).toMatchObject({ status: 0, stderr: "" });
});

test("a folder without a history is accepted", () => {
  rmSync(join(folder, ".git"), { recursive: true });
  expect(check().status).toBe(0);
});
