/** States of the app as a whole: empty, busy, first run, errors, and root. */
import { mixed } from "./machines.mjs";
import { base, job, machine, noon } from "./parts.mjs";
import { templates } from "./templates.mjs";

/** @typedef {import("../../../electron/contract/app/state.ts").AppState} AppState */

const failedJob = job("4", {
  subject: "fedora",
  problem: {
    code: "download-offline",
    params: { host: "download.fedoraproject.org", detail: "ENOTFOUND" },
  },
});

/**
 * Jobs, notices and the prompt before root works.
 * @type {Readonly<Record<string, AppState>>}
 */
export const appStates = {
  empty: { ...base, uplink: { ...base.uplink, active: null }, lan: { ...base.lan, status: "off" } },
  busy: {
    ...mixed,
    templates,
    lan: { ...base.lan, status: "starting" },
    uplink: { ...base.uplink, choice: { mode: "pinned", interface: "wlan0" }, active: null },
    jobs: [
      job("1", { kind: "lan-up", cancellable: false }),
      job("2", {
        subject: "debian-13",
        step: "download",
        progress: 0.37,
        doneBytes: 152_000_000,
        totalBytes: 411_000_000,
        bytesPerSecond: 8_400_000,
        secondsLeft: 31,
      }),
      job("3", { kind: "flatten", subject: "postgres", step: "convert", progress: 0.08 }),
      failedJob,
    ],
    machines: mixed.machines.map((one, index) =>
      index % 2 === 0 ? { ...one, status: "stopping", stopDeadline: Date.now() + 42_000 } : one,
    ),
  },
  failedJob: { ...mixed, jobs: [failedJob] },
  errors: {
    ...mixed,
    lan: {
      ...base.lan,
      problems: [{ code: "uplink-down", params: { interface: "enx001122aabbcc" } }],
    },
    uplink: {
      ...base.uplink,
      choice: { mode: "pinned", interface: "enx001122aabbcc" },
      active: null,
    },
    broken: [
      {
        id: "old-one",
        path: "/home/dev/.local/share/virtray/machines/old-one",
        problem: {
          code: "machine-file-corrupt",
          params: {
            path: "/home/dev/.local/share/virtray/machines/old-one/machine.json",
            ...{ field: "memoryMiB", wrong: "count", text: "lots", limit: "" },
            ...{ line: 7, column: 16 },
          },
        },
        backup: { name: "archive", savedAt: Date.parse("2026-11-20T09:30:00.000Z") },
      },
    ],
    notices: [
      {
        id: "1",
        at: noon,
        level: "error",
        about: {
          code: "root-no-agent",
          params: { command: "pkexec /opt/virtray/netd eyJ1aWQiOjEwMDB9" },
          cause:
            "exit 127\nError executing command as another user: No authentication agent found.",
        },
        machine: null,
      },
      {
        id: "2",
        at: noon,
        level: "error",
        about: {
          code: "machine-stop-timeout",
          params: { name: "web", seconds: 60 },
        },
        machine: machine(1, "web").id,
      },
    ],
  },
  firstFailed: {
    ...base,
    lan: { ...base.lan, problems: [{ code: "uplink-none-found", params: {} }] },
    uplink: { ...base.uplink, active: null, candidates: [] },
    jobs: [
      job("1", {
        subject: "alpine-3-23",
        problem: {
          code: "download-offline",
          params: { host: "dl-cdn.alpinelinux.org", detail: "ENETUNREACH" },
        },
      }),
    ],
  },
  halfway: {
    ...base,
    jobs: [job("1", { subject: "alpine-3-23", step: "download", progress: 0.4 })],
  },
  root: { ...mixed, asRoot: true },
  prompt: {
    ...mixed,
    lan: { ...base.lan, status: "starting" },
    rootPrompt: {
      task: { do: "lan-up", interface: "vtap0", address: "192.168.100.254/24" },
      writable: "/home/dev/src/virtray/out/main/netd.js",
    },
  },
};
