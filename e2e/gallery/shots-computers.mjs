/** Other computers in the settings, in each state. */
import { dashboard } from "./shot-parts.mjs";

/** Pages tell the age of an answer, so it is made from the present time. */
const minutesAgo = (/** @type {number} */ minutes) => Date.now() - minutes * 60_000;

const computers = [
  {
    ...{ name: "big", host: "big.example.org", isJoined: true, isPlugged: true, machines: 12 },
    ...{ answered: minutesAgo(-60), problem: null },
  },
  {
    ...{ name: "cellar", host: "ada@cellar", isJoined: true, isPlugged: false, machines: 1 },
    ...{
      answered: minutesAgo(190),
      problem: { code: "computer-cable-lost", params: { name: "cellar" } },
    },
  },
  {
    name: "build-machine-in-the-data-centre-of-the-customer",
    host: "administrator@build-machine-17.internal.customer.example.org",
    ...{ isJoined: false, isPlugged: false, machines: null, answered: null },
    problem: {
      code: "computer-login",
      params: {
        name: "build-machine-in-the-data-centre-of-the-customer",
        host: "administrator@build-machine-17.internal.customer.example.org",
      },
    },
  },
];

const clashes = [
  {
    code: "computer-clash",
    params: { name: "big", machine: "web", address: "192.168.100.1" },
  },
];

/** @param {import("playwright-core").Page} page */
const toEnd = (page) =>
  page.locator("#settings-computers").evaluate((heading) => heading.scrollIntoView());

/** @type {readonly import("./shot-parts.mjs").Shot[]} */
export const computerShots = [
  dashboard("computers", "mixed", "settings", {
    answers: { "computer.list": { ok: true, value: { computers, clashes } } },
    act: async (page) => {
      await page.getByText("administrator@").first().waitFor();
      await toEnd(page);
    },
  }),
  dashboard("computers-de", "mixed", "settings", {
    language: "de",
    theme: "dark",
    size: [820, 900],
    answers: { "computer.list": { ok: true, value: { computers, clashes } } },
    act: async (page) => {
      await page.getByText("administrator@").first().waitFor();
      await toEnd(page);
    },
  }),
  dashboard("computers-add-de", "mixed", "settings", {
    language: "de",
    answers: {
      "computer.add": {
        ok: false,
        error: { code: "computer-exists", params: { name: "cellar" } },
      },
    },
    act: async (page) => {
      await page.getByRole("button", { name: "Computer: Hinzufügen" }).click();
      await page.getByRole("textbox", { name: "Host" }).fill("ada@cellar.example.org");
      await page.getByRole("button", { name: "Hinzufügen", exact: true }).click();
      await page.getByText("Es gibt schon").waitFor();
      await toEnd(page);
    },
  }),
];
