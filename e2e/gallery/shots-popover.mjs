/** The popover, in each state. */
/** @type {readonly import("./shot-parts.mjs").Shot[]} */
export const popoverShots = [
  {
    name: "popover",
    page: "popover",
    state: "mixed",
    hasTraffic: true,
    act: async (page) => page.locator(".traffic").waitFor(),
  },
  { name: "popover-weather", page: "popover", state: "weather" },
  { name: "popover-dark", page: "popover", state: "mixed", theme: "dark" },
  { name: "popover-framed", page: "popover", state: "mixed", hash: "framed" },
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
  { name: "popover-setups", page: "popover", state: "setups" },
  { name: "popover-setups-de", page: "popover", state: "setups", language: "de", theme: "dark" },
  { name: "popover-busy", page: "popover", state: "busy", theme: "dark" },
  { name: "popover-failed-job-de", page: "popover", state: "failedJob", language: "de" },
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
  { name: "popover-place", page: "popover", state: "places", theme: "dark" },
  {
    name: "popover-find-none-de",
    page: "popover",
    state: "thirty",
    language: "de",
    act: async (page) => page.keyboard.type("drucker"),
  },
];
