import { describe, expect, it } from "vitest";
import type { Bridge } from "../../electron/contract/channels/table.ts";
import type { RealApp } from "../rig/app/real-app.ts";
import { until } from "../rig/until.ts";
import type { WindowPlatform } from "./app.ts";
import { type AppOnDesktop, withAppOn } from "./app-on-desktop.ts";
import type { DesktopName } from "./desktops.ts";
import { startupClass } from "./installed-app.ts";
import { noticeIsDrawn } from "./notices.ts";
import type { RealDesktop, SeenWindow } from "./real-desktop.ts";

/** The expectations of the app on one desktop, besides those that hold on each. */
export interface Expected {
  /**
   * Where the popover is: below the panel at the icon, in the middle of the screen, or where the
   * compositor has room, as in GNOME up to version 45.
   */
  readonly place: "panel" | "middle" | "anywhere";
}

/** The observers of a desktop, called when it shows something. */
interface Onlooker {
  seenAs?(
    what: "popover-light" | "popover-dark" | "notice" | "dashboard",
    desktop: RealDesktop,
  ): Promise<void>;
}

/** The brightness (0 to 255) that a light page at least has, and a dark one at most. */
export const bright = { light: 200, dark: 80 } as const;

/** One round: where the app is, and how it is asked. */
interface Round {
  readonly platform: WindowPlatform;
  readonly expected: Expected;
  readonly seenAs: NonNullable<Onlooker["seenAs"]>;
  /** Returns the app on the desktop, once both have started. */
  readonly its: () => AppOnDesktop;
  /** Elsewhere the popover is a launcher, which the icon opens and Escape closes. */
  readonly isAtPanel: boolean;
}

/**
 * The tests of the app on a real desktop, judged by what its compositor shows and not by what the
 * app believes. Each test continues where the previous one ended.
 */
export function goRound(
  name: DesktopName,
  platform: WindowPlatform,
  expected: Expected,
  { seenAs = async () => {} }: Onlooker = {},
): void {
  describe(`the app on ${name} by ${platform}`, () => {
    const its = withAppOn(name, platform);
    const isAtPanel = expected.place === "panel";
    const round: Round = { platform, expected, seenAs, its, isAtPanel };
    testShowing(round);
    testTheme(round);
    testHiding(round);
    testDashboard(round);
  });
}

function testShowing({ platform, expected, its, isAtPanel }: Round): void {
  it("shows the popover by the icon again and again, and the popover takes typed text", async () => {
    const { desktop } = its();
    const shown = await goThroughOpenings(its(), {
      open: desktop.clickIcon,
      hide: () => (isAtPanel ? desktop.clickIcon() : desktop.press("Escape")),
    });
    if (platform !== "default") expect(shown.platform).toBe(platform);
  });

  it("puts the popover to its place, on top and out of the task bars", async () => {
    const { desktop, seen } = its();
    await desktop.clickIcon();
    const shown = await seen.popoverStays();
    await until("the popover's picture", () => seen.isDrawn(shown));
    const { x, y, width, height, isOnTop, skipsTaskBar } = shown;
    const { screen } = desktop;
    if (isAtPanel) {
      // Beside the panel, which is along the upper or the lower edge.
      const icon = await desktop.trayIcon();
      expect(x + width).toBeGreaterThan(screen.width - 20);
      expect(icon.y < y ? y : screen.height - y - height).toBeLessThan(60);
    } else if (expected.place === "middle") {
      expect(Math.abs(x + width / 2 - screen.width / 2)).toBeLessThan(40);
      expect(Math.abs(y + height / 2 - screen.height / 2)).toBeLessThan(40);
    }
    if (!isAtPanel) return;
    expect(isOnTop).not.toBe(false);
    expect(skipsTaskBar).not.toBe(false);
  });
}

function testTheme({ its, seenAs }: Round): void {
  it("turns dark and light with the desktop while it is shown", async () => {
    const { desktop, seen } = its();
    const brightness = async () => seen.brightness(await seen.popoverStays());
    await until("a light popover", async () => (await brightness()) > bright.light);
    await seenAs("popover-light", desktop);
    await desktop.setDark(true);
    await until("a dark popover", async () => (await brightness()) < bright.dark);
    await seenAs("popover-dark", desktop);
    await desktop.setDark(false);
    await until("a light popover", async () => (await brightness()) > bright.light);
  });
}

function testHiding({ its, isAtPanel, seenAs }: Round): void {
  const ifAtPanel = it.runIf(isAtPanel);
  it("hides the popover by Escape", async () => {
    const { desktop, seen } = its();
    await desktop.press("Escape");
    await seen.popoverIsGone();
  });

  it("reports a failure meanwhile by a notice", async () => {
    const { desktop, app } = its();
    const before = await desktop.picture();
    await fail(app, "missing");
    await until("the notice", async () =>
      (await desktop.notices()).some((title) => title.includes("Failed: missing")),
    );
    await noticeIsDrawn(desktop, before);
    await seenAs("notice", desktop);
  });

  ifAtPanel("keeps the popover at its place as it grows", async () => {
    const { desktop, app, seen } = its();
    await desktop.clickIcon();
    const before = await seen.popoverStays();
    // Each failure is a row more.
    await fail(app, "lost");
    await until("a higher popover", async () => {
      const height = (await seen.popover())?.height ?? 0;
      return height > before.height + 10;
    });
    const after = await seen.popoverStays();
    expect(after.x + after.width).toBeCloseTo(before.x + before.width, 0);
    const isBelowPanel = before.y < desktop.screen.height - before.y - before.height;
    const edge = ({ y, height }: SeenWindow) => (isBelowPanel ? y : y + height);
    expect(edge(after)).toBeCloseTo(edge(before), 0);
    await desktop.press("Escape");
    await seen.popoverIsGone();
  });

  ifAtPanel("hides the popover by a click on the wallpaper", async () => {
    const { desktop, seen } = its();
    await desktop.clickIcon();
    await seen.popoverStays();
    await desktop.moveTo(desktop.wallpaper);
    await desktop.click();
    await seen.popoverIsGone();
  });
}

function testDashboard({ its, isAtPanel, seenAs }: Round): void {
  it("shows the dashboard at a second start, in front, with the focus and in the task bars", async () => {
    const { desktop, startable, seen } = its();
    expect(await startable.startAgain()).toBe(0);
    const shown = await until("the dashboard", seen.dashboard);
    expect(shown.isOnTop).not.toBe(true);
    expect(shown.skipsTaskBar).not.toBe(true);
    // By it the desktop finds the app's desktop file, and so its name, its icon and its place among pins.
    expect(shown.appId).toBe(await startupClass(desktop));
    await until("the focus", async () => (await seen.dashboard())?.isFocused === true);
    await until("the dashboard's picture", () => seen.isDrawn(shown));
    await seenAs("dashboard", desktop);
  });

  it.runIf(isAtPanel)("hides the popover by a click on the window beside it", async () => {
    const { desktop, seen } = its();
    await desktop.clickIcon();
    await seen.popoverStays();
    const beside = await until("the dashboard", seen.dashboard);
    await desktop.moveTo({ x: beside.x + 40, y: beside.y + beside.height / 2 });
    await desktop.click();
    await seen.popoverIsGone();
  });
}

/** Has a job of the app fail. */
async function fail(app: RealApp, name: string): Promise<void> {
  const popover = await app.popover();
  await popover.evaluate((missing) => {
    const { virtray } = window as unknown as { readonly virtray: Bridge };
    void virtray.call("template.add", {
      name: missing,
      from: { kind: "url", url: `http://127.0.0.1:9/${missing}.qcow2` },
    });
  }, name);
}

/** Types a word on the desktop, and waits until the popover's filter has it; a failure tells who had the keys. */
export async function typeIntoFilter(
  { desktop, app }: Pick<AppOnDesktop, "desktop" | "app">,
  word: string,
): Promise<void> {
  const page = await app.popover();
  const filter = page.getByRole("searchbox");
  await desktop.type(word);
  try {
    await until("the typed word", async () => (await filter.inputValue()) === word);
  } catch (error) {
    const inPage = await page.evaluate(() => ({
      hasFocus: document.hasFocus(),
      focused: document.activeElement?.outerHTML.slice(0, 200),
      filter: document.querySelector("input")?.value,
    }));
    const found = JSON.stringify({ inPage, windows: await desktop.windows() });
    throw new Error(`${String(error)}; instead: ${found}`, { cause: error });
  }
}

/** How often it is opened and hidden: six clicks in turn where the icon does both. */
const openings = 3;

/** The ways to open and hide the popover on a desktop. */
interface Openings {
  open(): Promise<unknown>;
  hide(): Promise<void>;
  /** Waits for what follows the popover. */
  hidden?(): Promise<unknown>;
}

/**
 * Opens the popover some times, types into its filter, empties that by Escape and hides the popover;
 * returns the window as it was shown last.
 */
export async function goThroughOpenings(
  { desktop, app, seen }: Pick<AppOnDesktop, "desktop" | "app" | "seen">,
  { open, hide, hidden = async () => {} }: Openings,
): Promise<SeenWindow> {
  const filter = (await app.popover()).getByRole("searchbox");
  for (let word = "a"; ; word += "a") {
    await open();
    const shown = await seen.popoverStays();
    expect(shown.isFocused).toBe(true);
    await typeIntoFilter({ desktop, app }, word);
    await desktop.press("Escape");
    await until("no filter", async () => (await filter.inputValue()) === "");
    await hide();
    await seen.popoverIsGone();
    await hidden();
    if (word.length === openings) return shown;
  }
}
