/** The list of machines, the first run and what stands beside them, in each state. */
import { withoutTun } from "./examinations.mjs";
import { dashboard, id, wide } from "./shot-parts.mjs";

/** @type {readonly import("./shot-parts.mjs").Shot[]} */
export const machinesShots = [
  dashboard("dashboard-jobs", "busy", `machines/${id(1)}`),
  dashboard("dashboard-failed-job-de", "failedJob", `machines/${id(1)}`, { language: "de" }),
  dashboard("dashboard-select", "thirty", "machines", {
    act: async (page) => {
      await page.getByLabel("Sort machines").selectOption("status");
      await page.getByLabel("Select node-02").check();
      await page.getByLabel("Select node-04").check();
    },
  }),
  dashboard("dashboard-palette", "mixed", "machines", {
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search" }).fill("web");
    },
  }),
  dashboard("dashboard-palette-de", "thirty", "network", {
    theme: "dark",
    language: "de",
    size: [820, 600],
    act: async (page) => page.keyboard.press("Control+k"),
  }),
  dashboard("dashboard-delete-many-de", "mixed", "machines", {
    theme: "dark",
    language: "de",
    act: async (page) => {
      await page.getByLabel("Alle Maschinen").check();
      await page.getByRole("button", { name: "Löschen …: 2 Maschinen" }).click();
    },
  }),
  dashboard("first-run", "empty", "machines", {
    act: async (page) => page.getByRole("radio", { name: /Alpine Linux 3.23/ }).waitFor(),
  }),
  dashboard("first-run-half-de", "halfway", "machines", {
    theme: "dark",
    language: "de",
    size: [820, 600],
    answers: { "lan.up": { ok: true } },
    act: async (page) => {
      await page.getByRole("radio", { name: /Alpine/ }).waitFor();
      await page.getByRole("button", { name: "Anlegen und starten" }).click();
      await page
        .getByText(/40\s?%/)
        .first()
        .waitFor();
    },
  }),
  dashboard("first-run-blocked", "empty", "machines", {
    theme: "dark",
    answers: { "doctor.examine": { ok: true, value: withoutTun } },
    act: async (page) => page.getByText("Something is missing").waitFor(),
  }),
  dashboard("dashboard-empty", "empty", "machines", {
    act: async (page) => page.getByRole("button", { name: "Skip" }).click(),
  }),
  dashboard("dashboard-errors", "errors", `machines/${id(1)}`),
  dashboard("dashboard-long-de", "long", `machines/${id(200)}`, {
    language: "de",
    size: [820, 600],
  }),
  dashboard("dashboard-root", "prompt", "machines"),
  dashboard("dashboard-undo", "deleted", "machines", {
    act: async (page) => page.getByRole("button", { name: "Undo" }).waitFor(),
  }),
  dashboard("dashboard-recover", "errors", "machines", {
    answers: { "trash.list": { ok: true, value: [{ id: id(9), name: "old" }] } },
    act: async (page) => {
      await page.getByRole("button", { name: "unreadable archive" }).click();
      await page.getByText("Trash (1)").click();
    },
  }),
  dashboard("dashboard-empty-trash-de", "mixed", "machines", {
    language: "de",
    size: [820, 740],
    answers: {
      "trash.list": {
        ok: true,
        value: [
          { id: id(9), name: "old" },
          { id: id(10), name: "old-server" },
        ],
      },
    },
    act: async (page) => {
      await page.getByText("Papierkorb (2)").click();
      await page.getByRole("button", { name: "Papierkorb leeren …" }).click();
      await page.getByRole("dialog").waitFor();
    },
  }),
  dashboard("dashboard-offline", "offline", `machines/${id(1)}`, { theme: "dark" }),
  dashboard("first-run-failed-de", "firstFailed", "machines", {
    language: "de",
    answers: {
      "template.add": {
        ok: false,
        error: {
          code: "download-offline",
          params: { host: "dl-cdn.alpinelinux.org", detail: "ENETUNREACH" },
        },
      },
    },
    act: async (page) => {
      await page.getByRole("radio", { name: /Alpine/ }).waitFor();
      await page.getByRole("button", { name: "Anlegen und starten" }).click();
      await page.getByRole("alert").waitFor();
    },
  }),
  dashboard("dashboard-find-none-de", "thirty", "machines", {
    language: "de",
    theme: "dark",
    act: async (page) => page.getByLabel("Maschine suchen").first().fill("drucker"),
  }),
  dashboard("machine-stopping-de", "stopping", `machines/${id(2)}`, {
    language: "de",
    theme: "dark",
    size: [820, 740],
  }),
  dashboard("dashboard-palette-wide", "thirty", "machines", {
    size: wide,
    act: async (page) => page.keyboard.press("Control+k"),
  }),
  dashboard("dashboard-root-wide-de", "prompt", "machines", { language: "de", size: wide }),
  dashboard("dashboard-delete-many-wide", "mixed", "machines", {
    size: wide,
    act: async (page) => {
      await page.getByLabel("All machines").check();
      await page.getByRole("button", { name: "Delete…: 2 machines" }).click();
    },
  }),
];
