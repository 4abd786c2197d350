/** Templates, network, health and settings, in each state. */
import { examination, examined, good } from "./examinations.mjs";
import { dashboard, wide } from "./shot-parts.mjs";

/** @type {readonly import("./shot-parts.mjs").Shot[]} */
export const pagesShots = [
  dashboard("templates", "templates", "templates"),
  dashboard("templates-busy-de", "busy", "templates", { language: "de", theme: "dark" }),
  dashboard("templates-empty", "empty", "templates"),
  dashboard("templates-add", "templates", "templates", {
    act: async (page) => {
      await page.getByRole("button", { name: "Add template" }).click();
      await page.getByText("Debian 13", { exact: true }).click();
    },
  }),
  dashboard("templates-add-url", "templates", "templates", {
    theme: "dark",
    act: async (page) => {
      await page.getByRole("button", { name: "Add template" }).click();
      await page.getByText("URL", { exact: true }).click();
      await page.getByLabel("Checksum").fill("abc");
      await page.getByRole("button", { name: "Add", exact: true }).click();
    },
  }),
  dashboard("templates-menu", "templates", "templates", {
    act: async (page) => page.getByRole("button", { name: "More: debian-13" }).click(),
  }),
  dashboard("templates-warming-de", "warming", "templates", {
    language: "de",
    theme: "dark",
    act: async (page) => page.getByRole("button", { name: "Mehr: debian-13" }).click(),
  }),
  dashboard("templates-delete", "templates", "templates", {
    act: async (page) => {
      await page.getByRole("button", { name: "More: debian-13" }).click();
      await page.getByRole("menuitem", { name: "Delete…" }).click();
    },
  }),
  dashboard("network-thirty", "thirty", "network", { size: [1160, 1700] }),
  dashboard("network-long-de", "long", "network", { language: "de", size: [900, 1000] }),
  dashboard("dashboard-network", "mixed", "network", { theme: "dark" }),
  dashboard("network-weather", "weather", "network"),
  dashboard("network-offline", "offline", "network"),
  dashboard("network-off-de", "off", "network", { language: "de", theme: "dark" }),
  dashboard("dashboard-health-good", "one", "health", {
    answers: examined("one", good),
  }),
  dashboard("dashboard-health-looking-de", "one", "health", {
    language: "de",
    theme: "dark",
    answers: { "doctor.examine": null },
  }),
  dashboard("dashboard-health-unknown", "one", "health", {
    answers: {
      "doctor.examine": {
        ok: false,
        error: { code: "internal", params: { detail: "EMFILE: too many open files" } },
      },
    },
    act: async (page) => page.getByRole("alert").waitFor(),
  }),
  dashboard("dashboard-health-offline", "offline", "health", {
    theme: "dark",
    answers: examined("offline", good),
  }),
  dashboard("dashboard-health-thirty-de", "ailing", "health", {
    language: "de",
    answers: examined("ailing", good),
  }),
  dashboard("dashboard-health-session-de", "one", "health", {
    language: "de",
    size: [820, 740],
    answers: examined("one", [
      ...good,
      { id: "agent", level: "info", about: { code: "agent-missing", params: {} } },
      { id: "tray", level: "info", about: { code: "tray-missing", params: {} } },
      {
        id: "shortcut",
        level: "info",
        about: { code: "shortcut-not-set-up", params: { keys: "Super+Alt+V" } },
      },
    ]),
  }),
  dashboard("dashboard-health-shares", "mixed", "health", {
    theme: "dark",
    answers: examined("mixed", [
      ...good,
      {
        id: "shares",
        level: "info",
        about: { code: "share-host-lacks", params: { virtiofs: "no-virtiofsd", sshfs: null } },
      },
      {
        id: "share-web/src",
        level: "warning",
        about: { code: "share-ended", params: { name: "web", guestFolder: "/src" } },
      },
      {
        id: "share-postgres/data",
        level: "warning",
        about: {
          code: "share-folder-missing",
          params: { name: "postgres", folder: "/home/dev/data (alt)" },
        },
      },
    ]),
  }),
  dashboard("dashboard-health", "errors", "health", {
    answers: examined("errors", examination.findings),
  }),
  dashboard("dashboard-health-de", "blocked", "health", {
    answers: examined("blocked", examination.findings),
    theme: "dark",
    language: "de",
    size: [820, 900],
    act: async (page) => page.getByText("Weitere Reparaturen").click(),
  }),
  dashboard("dashboard-settings", "root", "settings", { language: "de" }),
  dashboard("dashboard-settings-find", "mixed", "settings", {
    act: async (page) => page.getByLabel("Find a setting").fill("term"),
  }),
  dashboard("dashboard-remove-traces-de", "mixed", "network", {
    language: "de",
    theme: "dark",
    act: async (page) => page.getByRole("button", { name: "Alle Spuren entfernen …" }).click(),
  }),
  dashboard("network-subnet", "mixed", "network", {
    size: [1160, 1500],
    act: async (page) => {
      await page.getByRole("button", { name: "Change the subnet…" }).click();
      await page.getByLabel("Another subnet").fill("10.9.8.0/24");
      await page.getByRole("button", { name: "Show what changes" }).click();
      await page.getByText("10.9.8.254").waitFor();
    },
  }),
  dashboard("network-subnet-wrong-de", "mixed", "network", {
    language: "de",
    theme: "dark",
    size: [820, 1500],
    answers: {
      "lan.renumber": {
        ok: false,
        error: {
          code: "lan-overlap",
          params: {
            subnet: "10.2.0.0/16",
            other: "10.2.4.0/24",
            interface: "wlan0",
            proposal: "10.9.8.0/24",
          },
        },
      },
    },
    act: async (page) => {
      await page.getByRole("button", { name: "Subnetz ändern …" }).click();
      await page.getByLabel("Anderes Subnetz").fill("10.2.0.0/16");
      await page.getByRole("button", { name: "Änderungen anzeigen" }).click();
      await page.getByText("10.9.8.0/24").waitFor();
    },
  }),
  dashboard("dashboard-settings-places-de", "places", "settings", {
    language: "de",
    size: [820, 1500],
  }),
  dashboard("dashboard-settings-keys-taken-de", "mixed", "settings", {
    language: "de",
    answers: { "shortcut.get": { ok: true, value: { standing: "refused" } } },
    act: async (page) => {
      await page.getByLabel("Einstellung suchen").fill("taste");
      await page.getByText("oder der Desktop vergibt sie nicht").waitFor();
    },
  }),
  dashboard("dashboard-settings-keys-new", "mixed", "settings", {
    answers: { "shortcut.get": { ok: true, value: { standing: "not-set-up" } } },
    act: async (page) => {
      await page.getByLabel("Find a setting").fill("keys");
      await page.getByRole("button", { name: "Set up Super+Alt+V" }).waitFor();
    },
  }),
  dashboard("dashboard-settings-keys-new-de", "mixed", "settings", {
    language: "de",
    theme: "dark",
    size: [820, 740],
    answers: { "shortcut.get": { ok: true, value: { standing: "not-set-up" } } },
    act: async (page) => {
      await page.getByLabel("Einstellung suchen").fill("taste");
      await page.getByRole("button", { name: "Super+Alt+V einrichten" }).waitFor();
    },
  }),
  dashboard("dashboard-settings-shell-de", "mixed", "settings", {
    language: "de",
    answers: { "shell.get": { ok: true, value: "after-login" } },
    act: async (page) => {
      await page.getByLabel("Einstellung suchen").fill("schnell");
      await page.getByText("nach der nächsten Anmeldung").waitFor();
    },
  }),
  dashboard("dashboard-settings-folder", "mixed", "settings", {
    answers: {
      "templates.set-folder": {
        ok: false,
        error: { code: "templates-folder-gone", params: { path: "/mnt/archive/templates" } },
      },
    },
    act: async (page) => {
      await page.getByRole("textbox", { name: "Templates folder" }).fill("/mnt/archive/templates");
      await page.getByRole("textbox", { name: "Templates folder" }).press("Enter");
      await page.getByRole("alert").waitFor();
    },
  }),
  dashboard("dashboard-settings-not-kept-de", "mixed", "settings", {
    language: "de",
    theme: "dark",
    size: [820, 740],
    answers: {
      "settings.set": {
        ok: false,
        error: {
          code: "disk-full",
          params: { path: "/home/dev/.config/virtray/settings.json" },
          cause: "ENOSPC: no space left on device, write",
        },
      },
    },
    act: async (page) => {
      await page.getByRole("switch", { name: "Meldungen" }).click();
      await page.getByRole("alert").waitFor();
    },
  }),
  dashboard("dashboard-settings-order", "mixed", "settings", {
    act: async (page) => {
      await page.getByLabel("Find a setting").fill("uplink");
      await page.getByRole("textbox", { name: "Order of uplinks" }).fill("eth0; wlan0");
      await page.getByRole("textbox", { name: "Order of uplinks" }).press("Enter");
      await page.getByRole("alert").waitFor();
    },
  }),
  dashboard("dashboard-settings-none-de", "mixed", "settings", {
    language: "de",
    theme: "dark",
    act: async (page) => page.getByLabel("Einstellung suchen").fill("drucker"),
  }),
  dashboard("templates-one", "oneTemplate", "templates"),
  dashboard("templates-thirty-de", "thirtyTemplates", "templates", {
    language: "de",
    theme: "dark",
  }),
  dashboard("templates-moving", "moving", "templates"),
  dashboard("settings-moving-de", "moving", "settings", {
    language: "de",
    theme: "dark",
    size: [820, 900],
  }),
  dashboard("network-empty", "empty", "network", { size: [1160, 1000] }),
  dashboard("network-one-de", "one", "network", { language: "de", size: [1160, 1000] }),
  dashboard("network-busy-de", "busy", "network", { language: "de", theme: "dark" }),
  dashboard("network-errors", "errors", "network", { size: [1160, 1000] }),
  dashboard("dashboard-settings-wide", "mixed", "settings", { size: wide }),
  dashboard("dashboard-settings-wide-de", "places", "settings", { language: "de", size: wide }),
  dashboard("templates-menu-wide-de", "templates", "templates", {
    language: "de",
    size: wide,
    act: async (page) => page.getByRole("button", { name: "Mehr: debian-13" }).click(),
  }),
  dashboard("dashboard-remove-traces-wide", "mixed", "network", {
    size: wide,
    act: async (page) => page.getByRole("button", { name: "Remove all traces…" }).click(),
  }),
];
