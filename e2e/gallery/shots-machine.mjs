/** A machine by its tabs, in each state. */
import { dashboard, id } from "./shot-parts.mjs";

/** @type {readonly import("./shot-parts.mjs").Shot[]} */
export const machineShots = [
  dashboard("dashboard", "mixed", `machines/${id(1)}`, {
    act: async (page) =>
      page
        .getByText(/^peak /)
        .first()
        .waitFor(),
  }),
  dashboard("dashboard-graph-read-de", "mixed", `machines/${id(1)}`, {
    language: "de",
    theme: "dark",
    act: async (page) => {
      const plot = page.getByRole("slider", { name: "Datenverkehr" });
      await plot.press("End");
      await plot.press("PageUp");
    },
  }),
  dashboard("dashboard-one", "one", `machines/${id(1)}`),
  dashboard("machine-setting-up", "setups", `machines/${id(2)}`, {
    answers: {
      "machine.guest-facts": {
        ok: true,
        value: {
          ...{ system: "Debian GNU/Linux 13 (trixie)", kernel: "6.12.48+deb13-cloud-amd64" },
          fileSystems: [
            {
              ...{ mountedAt: "/", usedBytes: 19.1 * 2 ** 30, totalBytes: 20 * 2 ** 30 },
              isNearlyFull: true,
            },
            {
              ...{ mountedAt: "/boot/efi", usedBytes: 9 * 2 ** 20, totalBytes: 124 * 2 ** 20 },
              isNearlyFull: false,
            },
          ],
          ...{ users: ["ada"], addresses: ["192.168.100.2", "172.17.0.1"] },
        },
      },
    },
    act: async (page) => page.getByText("In the guest").waitFor(),
  }),
  dashboard("machine-setup-failed-de", "setups", `machines/${id(4)}`, {
    language: "de",
    theme: "dark",
  }),
  dashboard("machine-suspended", "suspended", `machines/${id(1)}`, {
    act: async (page) => page.getByRole("button", { name: "More: web" }).first().click(),
  }),
  dashboard("machine-suspended-changed-de", "suspended", `machines/${id(2)}`, {
    language: "de",
    theme: "dark",
  }),
  dashboard("dashboard-failed", "mixed", `machines/${id(5)}`, { theme: "dark" }),
  dashboard("machine-guest-state", "guestState", `machines/${id(5)}`, {
    act: async (page) => page.getByRole("button", { name: "Fix…" }).waitFor(),
  }),
  dashboard("dashboard-log", "mixed", `machines/${id(5)}`, {
    act: async (page) => page.getByRole("tab", { name: "Log" }).click(),
  }),
  dashboard("machine-vnc", "vnc", `machines/${id(1)}`, {
    act: async (page) => page.getByRole("button", { name: "Copy password" }).focus(),
  }),
  dashboard("machine-vnc-open", "vncOpen", `machines/${id(1)}`, { language: "de", theme: "dark" }),
  dashboard("machine-network", "mixed", `machines/${id(1)}/network`),
  dashboard("machine-weather", "weather", `machines/${id(1)}/network`),
  dashboard("machine-weather-de", "weather", `machines/${id(1)}/network`, {
    language: "de",
    theme: "dark",
  }),
  dashboard("machine-airlock", "airlock", `machines/${id(1)}/network`, {
    act: async (page) => page.getByText("files.pythonhosted.org").waitFor(),
  }),
  dashboard("machine-airlock-de", "airlock", `machines/${id(1)}/network`, {
    language: "de",
    theme: "dark",
    size: [820, 900],
    act: async (page) => page.getByText("files.pythonhosted.org").waitFor(),
  }),
  dashboard("machine-airlock-form", "airlock", `machines/${id(1)}/network`, {
    theme: "dark",
    size: [1160, 900],
    answers: {
      "machine.airlock": {
        ok: false,
        error: { code: "airlock-entry-invalid", params: { text: "a b" } },
      },
    },
    act: async (page) => {
      await page.getByText("files.pythonhosted.org").waitFor();
      await page.getByRole("button", { name: "Change…: Airlock" }).click();
      await page.getByLabel("Only these destinations").fill("pypi.org, a b");
      await page.getByRole("button", { name: "Set", exact: true }).click();
      await page.getByText("is not a destination").waitFor();
    },
  }),
  dashboard("machine-airlock-form-de", "mixed", `machines/${id(1)}/network`, {
    language: "de",
    act: async (page) => {
      await page.getByRole("button", { name: /^Einrichten.*: Schleuse$/ }).click();
    },
  }),
  dashboard("machine-forwards", "forwards", `machines/${id(1)}/network`, {
    size: [1160, 900],
    act: async (page) => {
      await page.getByRole("button", { name: "Remove: localhost:8080" }).click();
      await page.getByRole("button", { name: "Port forwards: Add…" }).click();
      await page.getByLabel("Port of this computer").fill("80a");
      await page.getByRole("button", { name: "Add", exact: true }).click();
    },
  }),
  dashboard("machine-forwards-de", "forwards", `machines/${id(7)}/network`, {
    language: "de",
    theme: "dark",
    size: [820, 900],
    act: async (page) => {
      await page.getByRole("button", { name: "Portweiterleitungen: Hinzufügen …" }).click();
      await page.getByLabel("Port dieses Computers").fill("8080");
      await page.getByLabel("Port in der Maschine").fill("80");
      await page.getByRole("button", { name: "Hinzufügen", exact: true }).click();
      await page.getByText("postgres (pid 812)").waitFor();
    },
  }),
  dashboard("machine-forwards-refused", "forwardsRefused", `machines/${id(1)}/network`, {
    size: [1160, 1000],
    act: async (page) => page.getByText("This port forward does not work yet").waitFor(),
  }),
  dashboard("machine-forwards-refused-de", "forwardsRefused", `machines/${id(1)}/network`, {
    language: "de",
    theme: "dark",
    size: [820, 1200],
    act: async (page) =>
      page.getByText("Diese Portweiterleitung funktioniert noch nicht").waitFor(),
  }),
  dashboard("machine-forwards-off", "forwardsOff", `machines/${id(7)}/network`),
  dashboard("machine-ports-unknown", "mixed", `machines/${id(1)}/network`, {
    theme: "dark",
    answers: {
      "machine.ports": {
        ok: false,
        error: { code: "ports-unknown", params: { name: "web" } },
      },
    },
    act: async (page) => page.getByText("does not tell which ports").scrollIntoViewIfNeeded(),
  }),
  dashboard("machine-path", "mixed", `machines/${id(1)}/network`, {
    theme: "dark",
    act: async (page) => {
      await page.getByRole("button", { name: "Check the connection" }).click();
      await page.locator(".path").waitFor();
    },
  }),
  dashboard("machine-path-de", "mixed", `machines/${id(1)}/network`, {
    language: "de",
    size: [820, 900],
    act: async (page) => {
      await page.getByRole("button", { name: "Verbindung prüfen" }).click();
      await page.locator(".path").waitFor();
    },
  }),
  dashboard("machine-settings", "mixed", `machines/${id(7)}/settings`, {
    size: [1160, 900],
    act: async (page) => {
      await page.getByLabel("Name", { exact: true }).fill("postgres");
      await page.getByLabel("Memory").fill("lots");
      await page.getByRole("button", { name: "Save" }).click();
    },
  }),
  dashboard("machine-settings-running-de", "long", `machines/${id(200)}/settings`, {
    theme: "dark",
    language: "de",
    size: [820, 900],
  }),
  dashboard("machine-disks", "disks", `machines/${id(7)}/disks`, {
    act: async (page) => page.getByRole("button", { name: "Remove: Disk 2" }).waitFor(),
  }),
  dashboard("machine-disks-errors", "disks", `machines/${id(7)}/disks`, {
    theme: "dark",
    size: [1160, 900],
    act: async (page) => {
      await page.getByRole("button", { name: "Grow…: System disk" }).click();
      await page.getByLabel("New size (GiB)").press("Enter");
      await page.getByText("the disk is full").waitFor();
      await page.getByRole("button", { name: "Remove: Disk 2" }).click();
      await page.getByRole("button", { name: "Undo" }).waitFor();
      await page.getByRole("button", { name: "Add a disk…" }).click();
      await page.getByText("Existing image").click();
      await page.getByRole("button", { name: "Add disk", exact: true }).click();
    },
  }),
  dashboard("machine-disks-running-de", "disks", `machines/${id(1)}/disks`, {
    language: "de",
    size: [820, 760],
    act: async (page) =>
      page.getByRole("button", { name: "Vergrößern …: Systemfestplatte" }).click(),
  }),
  dashboard("machine-copy", "forwards", `machines/${id(7)}`, {
    act: async (page) => {
      await page.getByRole("button", { name: "More: scratch" }).click();
      await page.getByRole("menuitem", { name: "Copy machine…" }).click();
    },
  }),
  dashboard("machine-export", "mixed", `machines/${id(7)}`, {
    act: async (page) => {
      await page.getByRole("button", { name: "More: scratch" }).click();
      await page.getByRole("menuitem", { name: "Export…" }).click();
      await page.getByText("For libvirt").click();
    },
  }),
  dashboard("machine-export-running-de", "long", `machines/${id(200)}`, {
    theme: "dark",
    language: "de",
    size: [820, 600],
    act: async (page) => {
      await page.locator(".detail-actions [aria-haspopup=menu]").click();
      await page.getByRole("menuitem", { name: "Exportieren …" }).click();
    },
  }),
  dashboard("machine-console-lost", "mixed", `machines/${id(1)}/console`, {
    theme: "dark",
    answers: {
      "console.open": {
        ok: false,
        error: { code: "machine-not-answering", params: { name: "web" } },
      },
    },
    act: async (page) => page.getByRole("button", { name: "Try again" }).waitFor(),
  }),
  dashboard("dashboard-console-off", "mixed", `machines/${id(7)}/console`),
  dashboard("machine-snapshots-none-de", "one", `machines/${id(1)}/snapshots`, {
    language: "de",
    answers: { "snapshot.list": { ok: true, value: [] } },
  }),
  dashboard("machine-snapshots", "mixed", `machines/${id(1)}/snapshots`, {
    act: async (page) =>
      page.getByRole("button", { name: "Restore: fresh from the template" }).first().click(),
  }),
  dashboard("machine-snapshots-disks-de", "mixed", `machines/${id(1)}/snapshots`, {
    language: "de",
    theme: "dark",
    answers: {
      "machine.guest-facts": {
        ok: true,
        value: { system: null, kernel: null, fileSystems: [], users: [], addresses: [] },
      },
    },
    act: async (page) => page.getByLabel("Mit Arbeitsspeicher").uncheck(),
  }),
  dashboard("machine-network-long-de", "long", `machines/${id(200)}/network`, {
    language: "de",
    size: [820, 900],
  }),
  dashboard("machine-network-offline-de", "offline", `machines/${id(1)}/network`, {
    language: "de",
    theme: "dark",
  }),
  dashboard("machine-snapshots-refused-de", "long", `machines/${id(200)}/snapshots`, {
    language: "de",
    theme: "dark",
    size: [820, 900],
    answers: {
      "snapshot.take": {
        ok: false,
        error: {
          code: "snapshot-no-room",
          params: { path: "/mnt/archive", needed: 8.5 * 2 ** 30, free: 1.25 * 2 ** 30 },
        },
      },
    },
    act: async (page) => {
      await page.getByLabel("Name des neuen Schnappschusses").fill("vor dem Update");
      await page.getByRole("button", { name: "Erstellen", exact: true }).click();
      await page.getByRole("alert").waitFor();
    },
  }),
  dashboard("machine-log-empty-de", "one", `machines/${id(1)}/log`, {
    language: "de",
    answers: { "machine.log": { ok: true, value: [] } },
  }),
  dashboard("machine-console-connecting-de", "mixed", `machines/${id(1)}/console`, {
    language: "de",
    answers: { "console.open": null },
  }),
  dashboard("machine-console-serial", "mixed", `machines/${id(1)}/console`, {
    answers: {
      "console.open":
        "\r\nDebian GNU/Linux 13 web ttyS0\r\n\r\nweb login: ada\r\nPassword: \r\nLast login: Mon Nov 23 11:58:02 UTC 2026 on ttyS0\r\nada@web:~$ uptime\r\n 12:00:01 up 2 days,  1 user,  load average: 0.02, 0.04, 0.01\r\nada@web:~$ ",
    },
    act: async (page) => {
      await page.getByRole("button", { name: "Serial console" }).click();
      await page.getByText("load average").first().waitFor();
    },
  }),
  dashboard("machine-console-terminals-de", "mixed", `machines/${id(1)}/console`, {
    language: "de",
    answers: {
      "console.open":
        "Linux web 6.12.48+deb13-cloud-amd64 #1 SMP x86_64\r\nada@web:~$ tail -f /var/log/nginx/access.log\r\n",
    },
    act: async (page) => {
      await page.getByRole("button", { name: "Terminal", exact: true }).click();
      for (let more = 0; more < 8; more += 1) {
        await page.locator(".console:visible [aria-label='Weiteres Terminal']").click();
      }
      await page.getByText(/mehr sind nicht möglich/).waitFor();
    },
  }),
  dashboard("machine-console-terminal", "mixed", `machines/${id(1)}/console`, {
    theme: "dark",
    answers: { "console.open": "ada@web:~$ " },
    act: async (page) => {
      await page.getByRole("button", { name: "Terminal", exact: true }).click();
      await page.getByRole("button", { name: "Another terminal" }).click();
      await page.getByRole("button", { name: "Close terminal 2" }).waitFor();
      await page.locator(".console:visible").getByText("ada@web").first().waitFor();
    },
  }),
  dashboard("machine-copy-wrong-de", "mixed", `machines/${id(7)}`, {
    language: "de",
    act: async (page) => {
      await page.locator(".detail-actions [aria-haspopup=menu]").click();
      await page.getByRole("menuitem", { name: "Maschine kopieren …" }).click();
      await page.getByRole("dialog").getByRole("textbox").fill("Web Server");
    },
  }),
];
