import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { electronRuntime } from "../build/electron/runtime.mjs";
import { projectFolder } from "../build/project.mjs";
import type { UplinkJson } from "../electron/contract/app/cli.ts";
import type { Settings } from "../electron/contract/app/settings.ts";
import { buildLoginEntry } from "../electron/core/app/login-entry.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { type StandInPanel, startStandInPanel } from "./rig/desktop/stand-in-panel.ts";
import { makeUplink, type TestUplink } from "./rig/lan/test-net.ts";

/** The settings page of the real app, and the effect of each setting outside it. */
let uplinks: readonly TestUplink[] = [];
let instance: Instance;
let desktop: Desktop;
let panel: StandInPanel;
let app: RealApp;
let page: Page;

const config = (path: string) => join(instance.folder, "config", path);
const loginEntry = () => config("autostart/io.github.virtray.Virtray.desktop");
const kept = (): Settings => JSON.parse(readFileSync(config("virtray/settings.json"), "utf8"));
const choice = async () => (await instance.json<UplinkJson>("uplink")).choice;
const reset = (title: string) => page.getByRole("button", { name: `Reset: ${title}` });

const chooser = (title: string) => page.getByRole("combobox", { name: title, exact: true });

/** Types a text into a setting, and saves it. */
async function type(title: string, text: string): Promise<void> {
  const input = page.getByRole("textbox", { name: title });
  await input.fill(text);
  await input.press("Enter");
}

beforeAll(async () => {
  uplinks = [await makeUplink("eth0", 1), await makeUplink("wlan0", 2)];
  instance = makeInstance();
  desktop = await startDesktop({});
  panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  // Earlier versions, which did not choose the window system, wrote this entry.
  const { path } = await electronRuntime();
  mkdirSync(dirname(loginEntry()), { recursive: true });
  writeFileSync(loginEntry(), buildLoginEntry([path, projectFolder, "--autostart"]));
  // build/start.mjs sets this variable.
  const launched = { VIRTRAY_NODE: process.execPath };
  app = await startRealApp({ ...instance.env, ...desktop.env, ...launched });
  await panel.nextIcon();
  await panel.click();
  await (await app.popover()).getByRole("button", { name: "Settings" }).click();
  page = await app.dashboard();
  await page.getByRole("heading", { name: "Settings", exact: true }).waitFor();
});

afterAll(async () => {
  await app?.close();
  panel?.close();
  await desktop?.close();
  await instance?.close();
  for (const uplink of uplinks) await uplink.close();
});

it("keeps its language, with a message, if the words of the chosen one cannot be loaded", async () => {
  await app.electron.evaluate(({ session }) => {
    const urls = ["file:///*/assets/words-de-*.js"];
    session.defaultSession.webRequest.onBeforeRequest({ urls }, (_request, answer) =>
      answer({ cancel: true }),
    );
  });
  await chooser("Language").selectOption("de");
  await page.getByText("The texts for “Deutsch” cannot be loaded.").waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
  await chooser("Language").selectOption("en");
  await page.getByText("cannot be loaded").waitFor({ state: "detached" });
  await app.electron.evaluate(({ session }) => {
    session.defaultSession.webRequest.onBeforeRequest(null);
  });
  // A page does not retry a failed import before it is reloaded.
  await page.reload();
});

it("changes language and theme at once", async () => {
  await chooser("Language").selectOption("de");
  await page.getByRole("heading", { name: "Einstellungen", exact: true }).waitFor();
  await chooser("Sprache").selectOption("en");
  // By default Playwright shows a light desktop to every page.
  await page.emulateMedia({ colorScheme: null });
  const isDark = () => page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  for (const theme of ["dark", "light"] as const) {
    await chooser("Appearance").selectOption(theme);
    await expect.poll(isDark).toBe(theme === "dark");
  }
  await reset("Appearance").click();
  await expect.poll(() => kept().theme).toBe("auto");
});

it("has the entry of an earlier version start the launcher", async () => {
  const starts = /^Exec=.*build\/start\.mjs" "--autostart"$/m;
  await expect.poll(() => readFileSync(loginEntry(), "utf8")).toMatch(starts);
  await reset("Start at login").click();
  await expect.poll(() => existsSync(loginEntry())).toBe(false);
});

it("starts at login, or not", async () => {
  const entry = loginEntry();
  const login = page.getByRole("switch", { name: "Start at login" });
  expect(existsSync(entry)).toBe(false);
  await login.click();
  await expect.poll(() => existsSync(entry)).toBe(true);
  expect(readFileSync(entry, "utf8")).toMatch(/^Exec=.*"--autostart"$/m);
  await reset("Start at login").click();
  await expect.poll(() => existsSync(entry)).toBe(false);
});

it("prefers uplinks in an order, and refuses an invalid order", async () => {
  await type("Order of uplinks", "wlan0, eth0");
  await expect.poll(choice).toEqual({ mode: "preferred", interfaces: ["wlan0", "eth0"] });
  await type("Order of uplinks", "eth0, eth0");
  await page.getByText("eth0, eth0", { exact: false }).waitFor();
  expect(await choice()).toEqual({ mode: "preferred", interfaces: ["wlan0", "eth0"] });
  await reset("Order of uplinks").click();
  await expect.poll(choice).toEqual({ mode: "automatic" });
});

it("remembers the uplink of a known network, or not, and forgets it", async () => {
  await uplinks[0]?.addDefaultRoute(100);
  const chosen = async () => kept().places.map(({ uplink }) => uplink);
  await type("Order of uplinks", "eth0");
  const order = { mode: "preferred", interfaces: ["eth0"] };
  await expect.poll(chosen).toEqual([order]);
  await page.getByRole("heading", { name: "Uplinks by place" }).waitFor();
  await page.getByRole("button", { name: /^Forget: 10\.0\.1\.0\/24/ }).click();
  await expect.poll(chosen).toEqual([]);
  const memory = page.getByRole("switch", { name: "Remember the uplink of each place" });
  await memory.click();
  await expect.poll(() => kept().rememberPlaces).toBe(false);
  await reset("Order of uplinks").click();
  await expect.poll(choice).toEqual({ mode: "automatic" });
  expect(await chosen()).toEqual([]);
  await reset("Remember the uplink of each place").click();
  await expect.poll(() => kept().rememberPlaces).toBe(true);
});

it("changes the LAN's access to the host, its interface and its sharing", async () => {
  await chooser("Machines may reach this computer").selectOption("dns-and-ping");
  await expect.poll(() => kept().lan.hostAccess).toBe("dns-and-ping");
  await type("Interface of the LAN", "vtap-lab");
  await expect.poll(() => kept().lan.interface).toBe("vtap-lab");
  await type("Interface of the LAN", "docker0");
  await page.getByRole("alert").waitFor();
  expect(kept().lan.interface).toBe("vtap-lab");
  await page.getByRole("switch", { name: "DHCP and DNS" }).click();
  await expect.poll(() => kept().lan.addressing).toBe("static");
  const changed = ["Interface of the LAN", "Machines may reach this computer"];
  for (const title of [...changed, "DHCP and DNS"]) await reset(title).click();
  await expect
    .poll(() => kept().lan)
    .toMatchObject({ interface: "vtap0", hostAccess: "all", addressing: "served" });
  await page.getByRole("searchbox").fill("kvm");
  expect(await page.locator(".setting").count()).toBe(1);
  await page.getByRole("switch", { name: "Share the LAN with the group kvm" }).click();
  await expect.poll(() => kept().shareLan).toBe(true);
  await reset("Share the LAN with the group kvm").click();
  await expect.poll(() => kept().shareLan).toBe(false);
  await page.getByRole("searchbox").fill("");
});

it("saves a text when its field is left, says so, and drops it on Escape", async () => {
  const terminal = page.getByRole("textbox", { name: "Terminal" });
  await terminal.fill("xterm");
  await terminal.press("Escape");
  expect(await terminal.inputValue()).toBe("");
  await terminal.fill("xterm");
  await terminal.press("Tab");
  await page.getByText("Saved", { exact: true }).waitFor();
  expect(kept().terminal).toBe("xterm");
  await reset("Terminal").click();
  await expect.poll(() => kept().terminal).toBe("");
  // The page hears of the file a moment later.
  await reset("Terminal").waitFor({ state: "detached" });
});

it("leads to each page by keys, and to what is typed by the palette", async () => {
  const heading = (name: string) => page.getByRole("heading", { name, exact: true });
  await page.keyboard.press("Control+3");
  await heading("Network").waitFor();
  await page.keyboard.press("Control+n");
  await heading("New machine").waitFor();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Search" });
  await field.fill("uplink wlan");
  await field.press("Enter");
  await expect.poll(choice).toEqual({ mode: "pinned", interface: "wlan0" });
  await page.keyboard.press("Control+k");
  await field.fill("nothing such");
  await page.getByText("No machine, page or action matches “nothing such”.").waitFor();
  await field.fill("uplink auto");
  await field.press("Enter");
  await expect.poll(choice).toEqual({ mode: "automatic" });
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Escape");
  await field.waitFor({ state: "detached" });
  await page.keyboard.press("Control+5");
  await heading("Settings").waitFor();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("terminal");
  expect(await page.locator(".setting").count()).toBe(1);
  await page.getByRole("searchbox").fill("");
});

it("leads to where the subnet is changed", async () => {
  await page.getByRole("button", { name: "Change…" }).click();
  await page.getByRole("heading", { name: "Network", exact: true }).waitFor();
  const subnet = page.getByRole("textbox", { name: "Another subnet" });
  await subnet.fill("10.0.1.0/24");
  await page.getByRole("button", { name: "Show what changes" }).click();
  await page.getByText("10.0.1.0/24").last().waitFor();
  await subnet.fill("10.9.8.0/24");
  await page.getByRole("button", { name: "Show what changes" }).click();
  await page.getByText("Nothing was changed").waitFor();
  expect(kept().lan.address).toBe("192.168.100.254");
  await page.getByRole("button", { name: "Change it now" }).click();
  await page.getByText("The LAN is 10.9.8.0/24 now").waitFor();
  expect(kept().lan.address).toBe("10.9.8.254");
});
