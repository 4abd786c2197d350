/** The form that creates a machine, for each source. */
import { dashboard } from "./shot-parts.mjs";

/**
 * Fills in a proxy of one's own and certificates.
 * @param {import("playwright-core").Page} page
 * @param {string} options the words of the fold
 * @param {string} proxy
 * @param {string} certificates
 */
async function handOn(page, options, proxy, certificates) {
  await page.getByText(options).click();
  await page.getByLabel(proxy, { exact: true }).selectOption("other");
  await page.locator("input[name=proxy]").fill("http://proxy.example.org:3128");
  const files = page.getByRole("group", { name: certificates });
  await files.getByRole("button").click();
  await page.getByText("Büro CA.pem").waitFor();
  await page.locator("main.page").evaluate((element) => element.scrollTo(0, element.scrollHeight));
}

/** @type {readonly import("./shot-parts.mjs").Shot[]} */
export const newShots = [
  dashboard("dashboard-new", "mixed", "new-machine", {
    act: async (page) => {
      await page.getByRole("button", { name: "Choose…" }).click();
      await page.getByText("qcow2, 20 GiB").waitFor();
      await page.getByLabel("Name").fill("web");
      await page.getByLabel("Memory").fill("lots");
      await page.getByText("More options").click();
      await page.getByRole("button", { name: "Create machine" }).click();
    },
  }),
  dashboard("dashboard-new-de", "mixed", "new-machine", { language: "de", theme: "dark" }),
  dashboard("new-from-device", "mixed", "new-machine", {
    act: async (page) => {
      await page.getByText("Physical disk", { exact: true }).click();
      await page.getByLabel("/dev/sdb").check();
    },
  }),
  dashboard("new-from-device-de", "mixed", "new-machine", {
    language: "de",
    theme: "dark",
    act: async (page) => {
      await page.getByText("Physische Platte", { exact: true }).click();
      await page.getByText("WDC WD40EFRX").waitFor();
      await page.getByRole("button", { name: "Maschine anlegen" }).click();
    },
  }),
  dashboard("new-from-cd", "mixed", "new-machine", {
    size: [1160, 880],
    act: async (page) => {
      await page.getByText("Install CD", { exact: true }).click();
      await page.getByLabel("Name").fill("new");
      await page.getByLabel("Disk (GiB)").fill("1.5");
      await page.getByRole("button", { name: "Create machine" }).click();
    },
  }),
  dashboard("new-from-cd-de", "mixed", "new-machine", {
    language: "de",
    theme: "dark",
    size: [820, 740],
    act: async (page) => page.getByText("Installations-CD", { exact: true }).click(),
  }),
  dashboard("new-from-template", "templates", "new-machine", {
    act: async (page) => {
      await page.getByText("More options").click();
      await page.getByLabel("User data").fill("#cloud-config\na:\n - b\n  - c\n");
      await page.getByText("line 3").waitFor();
    },
  }),
  dashboard("new-from-template-de", "templates", "new-machine", {
    language: "de",
    theme: "dark",
    size: [820, 700],
  }),
  dashboard("new-handed-on", "templates", "new-machine", {
    size: [1160, 1000],
    act: (page) => handOn(page, "More options", "Proxy", "Certificates"),
  }),
  dashboard("new-handed-on-de", "templates", "new-machine", {
    language: "de",
    theme: "dark",
    size: [1160, 1000],
    act: (page) => handOn(page, "Weitere Optionen", "Proxy", "Zertifikate"),
  }),
  dashboard("new-from-device-none", "mixed", "new-machine", {
    answers: { "device.list": { ok: true, value: [] } },
    act: async (page) => {
      await page.getByText("Physical disk", { exact: true }).click();
      await page.getByRole("button", { name: "Create machine", disabled: true }).waitFor();
    },
  }),
];
