import type { JobKind } from "../../../app/state.ts";
import type { WorkStep } from "../../../template/template.ts";

const kind: Readonly<Record<JobKind, string>> = {
  "lan-up": "Switch the LAN on",
  "lan-down": "Switch the LAN off",
  setup: "Set up",
  "template-add": "Create a template",
  "template-warm": "Warm a template",
  "templates-move": "Move the templates",
  flatten: "Make independent",
  clone: "Copy",
  snapshot: "Snapshot",
  export: "Export",
  send: "Send files",
  move: "Move",
};

const step: Readonly<Record<WorkStep, string>> = {
  download: "Downloading",
  verify: "Verifying",
  unpack: "Unpacking",
  convert: "Converting",
  copy: "Copying",
  save: "Saving memory",
  start: "Starting machines as soon as there is room for them",
  boot: "Booting a guest",
};

/** The texts about long work, in English. */
export const jobs = {
  title: (running: number, failed: number) =>
    failed === 0 ? "In progress" : running === 0 ? "Failed" : `In progress · ${failed} failed`,
  kind,
  step,
  working: "Working…",
  percent: (fraction: number) => `${Math.floor(fraction * 100)}%`,
  ofBytes: (done: string, total: string) => `${done} of ${total}`,
  speed: (size: string) => `${size}/s`,
  left: (seconds: number) =>
    seconds < 90 ? `${seconds} s left` : `${Math.round(seconds / 60)} min left`,
  others: (running: number, failed: number) =>
    failed === 0
      ? `${running} more in progress`
      : running === 0
        ? `${failed} more failed`
        : `${running} more in progress · ${failed} failed`,
  retry: "Try again",
  putAway: "Dismiss",
};
