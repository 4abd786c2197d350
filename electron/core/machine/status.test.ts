import { describe, expect, it } from "vitest";
import { appError } from "../../contract/errors/app-error.ts";
import { judgeMachine, type MachineFacts, type Standing } from "./status.ts";

const now = 1_700_000_000_000;
const asleep: MachineFacts = {
  name: "web",
  alive: false,
  isUnwoken: false,
  abandoned: false,
  suspended: false,
  beingStarted: false,
  beingSaved: false,
  qmpStatus: null,
  stopDeadline: null,
  startFailure: null,
  lastWords: null,
  now,
};
const failure = appError("disk-missing", { path: "/d" });
const words = appError("machine-died", { name: "web", detail: "out of memory" });
const noAnswer = appError("machine-not-answering", { name: "web" });
const standing = (
  status: Standing["status"],
  problem: Standing["problem"] = null,
  stopDeadline: number | null = null,
): Standing => ({ status, problem, stopDeadline });

const cases: readonly (readonly [string, Partial<MachineFacts>, Standing])[] = [
  ["nothing there", {}, standing("stopped")],
  ["suspended", { suspended: true }, standing("suspended")],
  ["suspended, its end not tidied up", { suspended: true, abandoned: true }, standing("suspended")],
  [
    "suspended, and not started again",
    { suspended: true, startFailure: failure },
    standing("suspended", failure),
  ],
  ["about to go on", { suspended: true, beingStarted: true }, standing("starting")],
  [
    "saved, and still there",
    { suspended: true, alive: true, qmpStatus: "postmigrate" },
    standing("paused"),
  ],
  ["about to be started", { beingStarted: true }, standing("starting")],
  ["silent while its state is saved", { alive: true, beingSaved: true }, standing("paused")],
  [
    "its state being saved, not begun yet",
    { alive: true, beingSaved: true, qmpStatus: "running" },
    standing("running"),
  ],
  ["last start failed", { startFailure: failure }, standing("failed", failure)],
  [
    "the starter of a failed start still lingers",
    { startFailure: failure, beingStarted: true },
    standing("failed", failure),
  ],
  [
    "killed from outside",
    { abandoned: true },
    standing("failed", appError("machine-killed", { name: "web" })),
  ],
  ["died with last words", { abandoned: true, lastWords: words }, standing("failed", words)],
  [
    "started again after it was killed",
    { abandoned: true, beingStarted: true },
    standing("starting"),
  ],
  ["a stop that was waited for when it ended", { stopDeadline: now + 1 }, standing("stopped")],
  ["QEMU up, QMP not yet", { alive: true, beingStarted: true }, standing("starting")],
  ["running", { alive: true, qmpStatus: "running" }, standing("running")],
  [
    "running, its starter still about",
    { alive: true, qmpStatus: "running", beingStarted: true },
    standing("running"),
  ],
  ["asleep by itself (S3)", { alive: true, qmpStatus: "suspended" }, standing("running")],
  [
    "woken by nobody",
    { alive: true, qmpStatus: "running", isUnwoken: true },
    standing("failed", appError("machine-unwoken", { name: "web" })),
  ],
  ["paused", { alive: true, qmpStatus: "paused" }, standing("paused")],
  ["not begun yet", { alive: true, qmpStatus: "prelaunch" }, standing("starting")],
  ["guest is off, QEMU about to end", { alive: true, qmpStatus: "shutdown" }, standing("stopping")],
  [
    "powering down",
    { alive: true, qmpStatus: "running", stopDeadline: now + 5000 },
    standing("stopping", null, now + 5000),
  ],
  [
    "the waiter is gone and the time is over",
    { alive: true, qmpStatus: "running", stopDeadline: now - 1 },
    standing("running"),
  ],
  ["QEMU does not answer", { alive: true }, standing("running", noAnswer)],
  [
    "QEMU does not answer while powering down",
    { alive: true, stopDeadline: now + 5000 },
    standing("stopping", noAnswer, now + 5000),
  ],
  [
    "the disk is full",
    { alive: true, qmpStatus: "io-error" },
    standing("paused", appError("machine-halted", { name: "web", state: "io-error" })),
  ],
  [
    "the guest panicked",
    { alive: true, qmpStatus: "guest-panicked" },
    standing("failed", appError("machine-panicked", { name: "web" })),
  ],
  [
    "KVM gave up, and the log says so",
    { alive: true, qmpStatus: "internal-error", lastWords: words, stopDeadline: now + 5000 },
    standing("failed", words),
  ],
  ["a state of a later QEMU", { alive: true, qmpStatus: "dreaming" }, standing("running")],
];

describe("the status of a machine", () => {
  it.each(cases)("%s", (_title, facts, expected) => {
    expect(judgeMachine({ ...asleep, ...facts })).toEqual(expected);
  });
});
