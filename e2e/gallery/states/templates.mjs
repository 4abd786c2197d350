/** States that differ in their templates. */
import { mixed } from "./machines.mjs";
import { base, job, template } from "./parts.mjs";

/** @typedef {import("../../../electron/contract/app/state.ts").AppState} AppState */

const warmed = {
  ...{ memoryMiB: 1024, cpus: 1, diskBytes: 2 * 2 ** 30, user: "debian" },
  ...{ takenBytes: 412_000_000, createdAt: "2026-11-20T09:36:00.000Z" },
  usedAt: "2026-11-22T11:00:00.000Z",
};

/** A state for machines as the form proposes them, and one for larger ones. */
const warm = [warmed, { ...warmed, memoryMiB: 4096, cpus: 4, takenBytes: 630_000_000 }];

export const templates = [
  template(100, "debian-13", ["build", "postgres", "scratch"], { warm }),
  template(101, "lamp", ["web"], {}, { source: { kind: "machine", name: "scratch" }, user: "ada" }),
  template(
    102,
    "old-server-of-the-accounting-department-before-the-move-in-2019",
    [],
    {
      problem: {
        code: "template-changed",
        params: {
          path: "/home/dev/.local/share/virtray/templates/102/base.qcow2",
          machines: "legacy",
        },
      },
    },
    {
      user: null,
      source: { kind: "download", url: "https://example.org/old.vmdk.xz", unverified: true },
    },
  ),
];

/**
 * Templates, and the job that moves them.
 * @type {Readonly<Record<string, AppState>>}
 */
export const templateStates = {
  templates: { ...mixed, templates },
  warming: {
    ...mixed,
    templates,
    jobs: [job("1", { kind: "template-warm", subject: "lamp", step: "boot" })],
  },
  oneTemplate: { ...base, templates: [template(100, "debian-13", [])] },
  thirtyTemplates: {
    ...base,
    templates: Array.from({ length: 30 }, (_, index) =>
      template(100 + index, `image-${String(index + 1).padStart(2, "0")}`, []),
    ),
  },
  moving: {
    ...mixed,
    templates,
    settings: { ...base.settings, templatesFolder: "/mnt/archive/virtual machines/templates" },
    jobs: [
      job("1", {
        kind: "templates-move",
        step: "copy",
        progress: 0.42,
        doneBytes: 1_800_000_000,
        totalBytes: 4_300_000_000,
        bytesPerSecond: 61_000_000,
        secondsLeft: 41,
      }),
    ],
  },
};
