import { expect, test } from "vitest";
import { appError } from "../../../electron/contract/errors/app-error.ts";
import { wordsFor } from "../../../electron/contract/words/catalogues.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { jobsTitle, otherJobs } from "./job-standing.ts";

const running = { problem: null };
const failed = { problem: appError("kvm-denied", {}) };
const lists = {
  running: [running, running],
  failed: [failed],
  both: [running, failed, running],
};

test("the heading of jobs says which of them have failed", () => {
  const titles = (words: Words) => Object.values(lists).map((jobs) => jobsTitle(jobs, words));
  expect(titles(wordsFor("en"))).toEqual(["In progress", "Failed", "In progress · 1 failed"]);
  expect(titles(wordsFor("de"))).toEqual([
    "In Arbeit",
    "Fehlgeschlagen",
    "In Arbeit · 1 fehlgeschlagen",
  ]);
});

test("jobs that a list has no room for are told by how they are, too", () => {
  const lines = (words: Words) => Object.values(lists).map((jobs) => otherJobs(jobs, words));
  expect(lines(wordsFor("en"))).toEqual([
    "2 more in progress",
    "1 more failed",
    "2 more in progress · 1 failed",
  ]);
  expect(lines(wordsFor("de"))).toEqual([
    "2 weitere in Arbeit",
    "1 weitere fehlgeschlagen",
    "2 weitere in Arbeit · 1 fehlgeschlagen",
  ]);
});
