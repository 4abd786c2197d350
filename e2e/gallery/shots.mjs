import { examination } from "./answers.mjs";

const good = examination.findings.filter(({ level }) => level === "ok");

/**
 * @typedef {object} Shot
 * @property {string} name
 * @property {"popover" | "dashboard"} page
 * @property {string} state one of states.mjs
 * @property {"light" | "dark"} [theme]
 * @property {"en" | "de"} [language]
 * @property {string} [hash] where in the dashboard
 * @property {[number, number]} [size]
 * @property {Record<string, unknown>} [answers] those that differ from answers.mjs, by channel
 * @property {boolean} [hasTraffic] whether anything goes through the LAN
 * @property {(page: import("playwright-core").Page) => Promise<void>} [act]
 */

/** @type {readonly Shot[]} */
export const shots = [
  {
    name: "popover",
    page: "popover",
    state: "mixed",
    hasTraffic: true,
    act: async (page) => page.locator(".traffic").waitFor(),
  },
  { name: "popover-dark", page: "popover", state: "mixed", theme: "dark" },
  { name: "popover-empty", page: "popover", state: "empty" },
  { name: "popover-one", page: "popover", state: "one" },
  { name: "popover-off-de", page: "popover", state: "off", language: "de", theme: "dark" },
  { name: "popover-offline", page: "popover", state: "offline" },
  {
    name: "popover-offline-why-de",
    page: "popover",
    state: "offline",
    language: "de",
    theme: "dark",
    act: async (page) => page.getByRole("button", { name: "offline" }).click(),
  },
  { name: "popover-undo-de", page: "popover", state: "switched", language: "de" },
  { name: "popover-busy", page: "popover", state: "busy", theme: "dark" },
  { name: "popover-errors", page: "popover", state: "errors" },
  { name: "popover-long-de", page: "popover", state: "long", language: "de" },
  { name: "popover-root", page: "popover", state: "prompt" },
  { name: "popover-root-de", page: "popover", state: "prompt", theme: "dark", language: "de" },
  { name: "popover-thirty", page: "popover", state: "thirty" },
  {
    name: "popover-why",
    page: "popover",
    state: "mixed",
    act: async (page) => page.getByText("why?").first().click(),
  },
  {
    name: "popover-lan-why",
    page: "popover",
    state: "errors",
    theme: "dark",
    act: async (page) => page.getByRole("button", { name: "The LAN has a problem" }).click(),
  },
  {
    name: "popover-menu",
    page: "popover",
    state: "mixed",
    act: async (page) => {
      await page.getByTestId("machine-row-postgres").hover();
      await page.getByRole("button", { name: "More: postgres" }).click();
    },
  },
  {
    name: "popover-find",
    page: "popover",
    state: "thirty",
    theme: "dark",
    act: async (page) => {
      await page.keyboard.type("-2");
      await page.keyboard.press("ArrowDown");
    },
  },
  {
    name: "popover-guest-state-de",
    page: "popover",
    state: "guestState",
    language: "de",
    act: async (page) => page.getByText("warum?").first().click(),
  },
  dashboard("dashboard", "mixed", `machines/${id(1)}`, {
    // A minute, as fast as the graphs can be drawn.
    act: async (page) => {
      await page.clock.install();
      await page.getByRole("tab", { name: "Log" }).click();
      await page.getByRole("tab", { name: "Overview" }).click();
      const drawn = () => page.locator("polyline").first().getAttribute("points");
      for (let second = 0; second < 60; second++) {
        const before = await drawn();
        await page.clock.runFor(1000);
        await page.waitForFunction(
          (before) => document.querySelector("polyline")?.getAttribute("points") !== before,
          second === 0 ? null : before,
        );
      }
      await page.getByRole("heading", { name: "web", exact: true }).click();
    },
  }),
  dashboard("dashboard-one", "one", `machines/${id(1)}`),
  dashboard("dashboard-failed", "mixed", `machines/${id(5)}`, { theme: "dark" }),
  dashboard("machine-guest-state", "guestState", `machines/${id(5)}`, {
    size: [1160, 1000],
    act: async (page) => page.getByText("As root").first().waitFor(),
  }),
  dashboard("dashboard-jobs", "busy", `machines/${id(1)}`),
  dashboard("dashboard-select", "thirty", "machines", {
    act: async (page) => {
      await page.getByLabel("Order of the machines").selectOption("status");
      await page.getByLabel("Select node-02").check();
      await page.getByLabel("Select node-04").check();
    },
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
    act: async (page) => page.getByRole("button", { name: "Get Alpine Linux 3.23" }).waitFor(),
  }),
  dashboard("first-run-half-de", "halfway", "machines", {
    theme: "dark",
    language: "de",
    size: [820, 600],
    act: async (page) => page.getByText("brauchen Aufmerksamkeit").waitFor(),
  }),
  dashboard("dashboard-empty", "empty", "machines", {
    act: async (page) => page.getByRole("button", { name: "Skip the first steps" }).click(),
  }),
  dashboard("dashboard-errors", "errors", `machines/${id(1)}`),
  dashboard("dashboard-long-de", "long", `machines/${id(200)}`, {
    language: "de",
    size: [820, 600],
  }),
  dashboard("dashboard-log", "mixed", `machines/${id(5)}`, {
    act: async (page) => page.getByRole("tab", { name: "Log" }).click(),
  }),
  dashboard("machine-network", "mixed", `machines/${id(1)}/network`),
  dashboard("machine-forwards", "forwards", `machines/${id(1)}/network`, {
    size: [1160, 900],
    act: async (page) => {
      await page.getByRole("button", { name: "Remove: localhost:8080" }).click();
      await page.getByRole("button", { name: "Port forwards: Add…" }).click();
      await page.getByLabel("Port here").fill("80a");
      await page.getByRole("button", { name: "Add", exact: true }).click();
    },
  }),
  dashboard("machine-forwards-de", "forwards", `machines/${id(7)}/network`, {
    language: "de",
    theme: "dark",
    size: [820, 900],
    act: async (page) => {
      await page.getByRole("button", { name: "Portweiterleitungen: Hinzufügen …" }).click();
      await page.getByLabel("Port hier").fill("8080");
      await page.getByLabel("Port in der Maschine").fill("80");
      await page.getByRole("button", { name: "Hinzufügen", exact: true }).click();
      await page.getByText("postgres (pid 812)").waitFor();
    },
  }),
  dashboard("machine-forwards-refused", "forwardsRefused", `machines/${id(1)}/network`, {
    size: [1160, 1000],
    act: async (page) => page.getByText("The LAN does not lead there now").waitFor(),
  }),
  dashboard("machine-forwards-refused-de", "forwardsRefused", `machines/${id(1)}/network`, {
    language: "de",
    theme: "dark",
    size: [820, 1200],
    act: async (page) => page.getByText("Das LAN leitet gerade nicht dorthin").waitFor(),
  }),
  dashboard("machine-forwards-off", "forwardsOff", `machines/${id(7)}/network`),
  dashboard("machine-path", "mixed", `machines/${id(1)}/network`, {
    theme: "dark",
    act: async (page) => {
      await page.getByRole("button", { name: "Check the path" }).click();
      await page.locator(".path").waitFor();
    },
  }),
  dashboard("machine-path-de", "mixed", `machines/${id(1)}/network`, {
    language: "de",
    size: [820, 900],
    act: async (page) => {
      await page.getByRole("button", { name: "Weg prüfen" }).click();
      await page.locator(".path").waitFor();
    },
  }),
  dashboard("dashboard-delete", "mixed", `machines/${id(7)}`, {
    theme: "dark",
    act: async (page) => {
      await page.getByRole("button", { name: "More: scratch" }).click();
      await page.getByRole("menuitem", { name: "Delete…" }).click();
    },
  }),
  dashboard("dashboard-new", "mixed", "new-machine", {
    act: async (page) => {
      await page.getByRole("button", { name: "Choose…" }).click();
      await page.getByText("qcow2, 20 GiB").waitFor();
      await page.getByLabel("Name").fill("web");
      await page.getByLabel("Memory").fill("lots");
      await page.getByText("For old or special guests").click();
      await page.getByRole("button", { name: "Add machine" }).click();
    },
  }),
  dashboard("dashboard-new-de", "mixed", "new-machine", { language: "de", theme: "dark" }),
  dashboard("templates", "templates", "templates"),
  dashboard("templates-busy-de", "busy", "templates", { language: "de", theme: "dark" }),
  dashboard("templates-empty", "empty", "templates"),
  dashboard("templates-add", "templates", "templates", {
    act: async (page) => {
      await page.getByRole("button", { name: "Add template" }).click();
      await page.getByLabel("Image", { exact: true }).selectOption("debian-13");
    },
  }),
  dashboard("templates-add-url", "templates", "templates", {
    theme: "dark",
    act: async (page) => {
      await page.getByRole("button", { name: "Add template" }).click();
      await page.getByText("Web address").click();
      await page.getByLabel("Checksum").fill("abc");
      await page.getByRole("button", { name: "Add", exact: true }).click();
    },
  }),
  dashboard("templates-delete", "templates", "templates", {
    act: async (page) => page.getByRole("button", { name: "Delete…: debian-13" }).click(),
  }),
  dashboard("new-from-device", "mixed", "new-machine", {
    act: async (page) => {
      await page.getByText("From a real disk").click();
      await page.getByLabel("/dev/sdb").check();
    },
  }),
  dashboard("new-from-device-de", "mixed", "new-machine", {
    language: "de",
    theme: "dark",
    act: async (page) => {
      await page.getByText("Von einer echten Platte").click();
      await page.getByText("WDC WD40EFRX").waitFor();
      await page.getByRole("button", { name: "Hinzufügen" }).click();
    },
  }),
  dashboard("new-from-cd", "mixed", "new-machine", {
    size: [1160, 880],
    act: async (page) => {
      await page.getByText("From an install CD").click();
      await page.getByLabel("Name").fill("new");
      await page.getByLabel("Disk (GiB)").fill("1.5");
      await page.getByRole("button", { name: "Add machine" }).click();
    },
  }),
  dashboard("new-from-cd-de", "mixed", "new-machine", {
    language: "de",
    theme: "dark",
    size: [820, 740],
    act: async (page) => page.getByText("Von einer CD").click(),
  }),
  dashboard("new-from-template", "templates", "new-machine", {
    act: async (page) => {
      await page.getByText("Set up more by cloud-init").click();
      await page.getByLabel("User-data").fill("#cloud-config\na:\n - b\n  - c\n");
      await page.getByText("line 3").waitFor();
    },
  }),
  dashboard("new-from-template-de", "templates", "new-machine", {
    language: "de",
    theme: "dark",
    size: [820, 700],
  }),
  dashboard("network-thirty", "thirty", "network", { size: [1160, 1700] }),
  dashboard("network-long-de", "long", "network", { language: "de", size: [900, 1000] }),
  dashboard("dashboard-network", "mixed", "network", { theme: "dark" }),
  dashboard("network-offline", "offline", "network"),
  dashboard("network-off-de", "off", "network", { language: "de", theme: "dark" }),
  dashboard("dashboard-root", "prompt", "machines"),
  dashboard("dashboard-health-good", "one", "health", {
    answers: { "doctor.examine": { ok: true, value: { ...examination, findings: good } } },
  }),
  dashboard("dashboard-health", "errors", "health"),
  dashboard("dashboard-health-de", "mixed", "health", {
    theme: "dark",
    language: "de",
    size: [820, 900],
    act: async (page) => page.getByText("Weitere Eingriffe").click(),
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
      await page.getByLabel("Another subnet").fill("10.9.8.0/24");
      await page.getByRole("button", { name: "Show what changes" }).click();
      await page.getByText("10.9.8.254").waitFor();
    },
  }),
  dashboard("dashboard-settings-places-de", "places", "settings", {
    language: "de",
    size: [820, 1500],
  }),
  { name: "popover-place", page: "popover", state: "places", theme: "dark" },
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
    act: async (page) => page.getByRole("button", { name: "Take away: Disk 2" }).waitFor(),
  }),
  dashboard("machine-disks-errors", "disks", `machines/${id(7)}/disks`, {
    theme: "dark",
    size: [1160, 900],
    act: async (page) => {
      await page.getByRole("button", { name: "Grow…: System disk" }).click();
      await page.getByLabel("New size (GiB)").press("Enter");
      await page.getByText("No space left").waitFor();
      await page.getByRole("button", { name: "Take away: Disk 2" }).click();
      await page.getByRole("button", { name: "Undo" }).waitFor();
      await page.getByRole("button", { name: "Add a disk…" }).click();
      await page.getByText("Existing image").click();
      await page.getByRole("button", { name: "Add disk", exact: true }).click();
    },
  }),
  dashboard("machine-disks-running-de", "disks", `machines/${id(1)}/disks`, {
    language: "de",
    size: [820, 760],
    act: async (page) => page.getByRole("button", { name: "Vergrößern …: Systemplatte" }).click(),
  }),
  dashboard("machine-copy", "forwards", `machines/${id(7)}`, {
    act: async (page) => {
      await page.getByRole("button", { name: "More: scratch" }).click();
      await page.getByRole("menuitem", { name: "Copy…" }).click();
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
  dashboard("dashboard-undo", "deleted", "machines", {
    act: async (page) => page.getByRole("button", { name: "Undo" }).waitFor(),
  }),
  dashboard("dashboard-settings-keys-taken-de", "mixed", "settings", {
    language: "de",
    answers: { "shortcut.get": { ok: true, value: "refused" } },
    act: async (page) => {
      await page.getByLabel("Einstellung suchen").fill("taste");
      await page.getByText("oder der Desktop vergibt sie nicht").waitFor();
    },
  }),
  dashboard("dashboard-settings-none-de", "mixed", "settings", {
    language: "de",
    theme: "dark",
    act: async (page) => page.getByLabel("Einstellung suchen").fill("drucker"),
  }),
  dashboard("dashboard-recover", "errors", "machines", {
    answers: { "trash.list": { ok: true, value: [{ id: id(9), name: "old" }] } },
    act: async (page) => {
      await page.getByRole("button", { name: "archive" }).click();
      await page.getByText("Trash (1)").click();
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
    act: async (page) => page.getByRole("button", { name: "Connect again" }).waitFor(),
  }),
  dashboard("dashboard-console-off", "mixed", `machines/${id(7)}/console`),
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
  dashboard("dashboard-offline", "offline", `machines/${id(1)}`, { theme: "dark" }),
  dashboard("network-empty", "empty", "network", { size: [1160, 1000] }),
  dashboard("network-one-de", "one", "network", { language: "de", size: [1160, 1000] }),
  dashboard("network-busy-de", "busy", "network", { language: "de", theme: "dark" }),
  dashboard("network-errors", "errors", "network", { size: [1160, 1000] }),
  dashboard("machine-snapshots-none-de", "one", `machines/${id(1)}/snapshots`, {
    language: "de",
    answers: { "snapshot.list": { ok: true, value: [] } },
  }),
  dashboard("machine-snapshots", "mixed", `machines/${id(1)}/snapshots`, {
    act: async (page) =>
      page.getByRole("button", { name: "Restore: fresh from the template" }).first().click(),
  }),
];

/** @param {number} number */
function id(number) {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/**
 * @param {string} name
 * @param {string} state
 * @param {string} hash
 * @param {Partial<Shot>} [more]
 * @returns {Shot}
 */
function dashboard(name, state, hash, more = {}) {
  return { name, page: "dashboard", state, hash, ...more };
}
