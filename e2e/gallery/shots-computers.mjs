/** Other computers in the settings, in each state. */
import { dashboard, id } from "./shot-parts.mjs";

/** Pages tell the age of an answer, so it is made from the present time. */
const minutesAgo = (/** @type {number} */ minutes) => Date.now() - minutes * 60_000;

const computers = [
  {
    ...{ name: "big", host: "big.example.org", isJoined: true, isPlugged: true, machines: 12 },
    ...{
      isUplink: true,
      leadsOut: true,
      viaName: "via-big",
      answered: minutesAgo(-60),
      problem: null,
    },
  },
  {
    ...{ name: "cellar", host: "ada@cellar", isJoined: true, isPlugged: false, machines: 1 },
    ...{
      ...{ isUplink: true, leadsOut: false, viaName: "via-x" },
      answered: minutesAgo(190),
      problem: { code: "computer-cable-lost", params: { name: "cellar" } },
    },
  },
  {
    name: "build-machine-in-the-data-centre-of-the-customer",
    host: "administrator@build-machine-17.internal.customer.example.org",
    ...{ isJoined: false, isPlugged: false, isUplink: false, leadsOut: false, viaName: "via-x" },
    ...{ machines: null, answered: null },
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

const longComputer = "build-machine-in-the-data-centre-of-the-customer";

/**
 * Has the list show a machine, whose name begins so.
 * @param {string} name
 * @returns {(page: import("playwright-core").Page) => Promise<void>}
 */
const scrollTo = (name) => async (page) => {
  const rows = page.locator(".machine-name", { hasText: name });
  await rows.first().scrollIntoViewIfNeeded();
};

const templates = [
  { id: id(901), name: "debian-13", virtualBytes: 3 * 2 ** 30, user: "debian" },
  { id: id(902), name: "fedora-43", virtualBytes: 5 * 2 ** 30, user: "fedora" },
];

/**
 * Chooses the computer that is to have a new machine.
 * @param {import("playwright-core").Page} page
 */
const chooseBig = async (page) => {
  await page.getByRole("combobox", { name: "Computer" }).selectOption("big");
};

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
  { name: "popover-far", page: "popover", state: "far" },
  {
    ...{ name: "popover-far-de", page: "popover", state: "far", theme: "dark", language: "de" },
    act: async (page) => page.getByText("· cellar").last().scrollIntoViewIfNeeded(),
  },
  dashboard("dashboard-far", "far", `machines/big:${id(120)}`),
  dashboard("dashboard-far-dark-de", "far", `machines/${longComputer}:${id(140)}`, {
    ...{ theme: "dark", language: "de" },
    act: scrollTo("postgresql"),
  }),
  dashboard("dashboard-far-path", "far", `machines/big:${id(120)}`, {
    act: async (page) => {
      await page.getByRole("button", { name: "Check the connection" }).click();
      await page.locator(".path").waitFor();
      await page.locator(".path").scrollIntoViewIfNeeded();
    },
  }),
  dashboard("dashboard-far-menu", "far", `machines/big:${id(121)}`, {
    act: async (page) => page.locator(".detail-actions [aria-haspopup=menu]").click(),
  }),
  dashboard("dashboard-move-menu-de", "far", `machines/${id(2)}`, {
    ...{ theme: "dark", language: "de" },
    act: async (page) => page.locator(".detail-actions [aria-haspopup=menu]").click(),
  }),
  dashboard("move-unfit", "farMove", `machines/${id(1)}`),
  dashboard("move-unfit-dark-de", "farMove", `machines/big:${id(122)}`, {
    ...{ theme: "dark", language: "de", size: [820, 600] },
    act: scrollTo("cache"),
  }),
  dashboard("start-far", "far", "machines", {
    act: async (page) => page.getByTestId("start-cellar").scrollIntoViewIfNeeded(),
  }),
  dashboard("start-far-de", "far", "machines", {
    ...{ theme: "dark", language: "de", size: [820, 700] },
    act: async (page) => page.getByTestId("start-cellar").scrollIntoViewIfNeeded(),
  }),
  dashboard("new-far", "far", "new-machine", {
    answers: { "computer.templates": { ok: true, value: templates } },
    act: async (page) => {
      await chooseBig(page);
      await page.getByText("fedora-43").waitFor();
    },
  }),
  dashboard("new-far-none-de", "far", "new-machine", {
    ...{ theme: "dark", language: "de" },
    answers: { "computer.templates": { ok: true, value: [] } },
    act: async (page) => {
      await chooseBig(page);
      await page.getByText("noch keine Vorlage").waitFor();
    },
  }),
  dashboard("far-console-de", "far", `machines/big:${id(120)}/console`, {
    ...{ theme: "dark", language: "de" },
    answers: { "console.open": null },
  }),
  dashboard("dashboard-far-unheard", "far", `machines/cellar:${id(150)}`, {
    act: scrollTo("backup"),
  }),
  dashboard("dashboard-far-unheard-de", "far", `machines/cellar:${id(150)}`, {
    ...{ theme: "dark", language: "de", size: [820, 600] },
    act: scrollTo("tv"),
  }),
];
