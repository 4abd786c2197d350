import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ForwardJson, MachineDetailJson, MachineJson } from "../electron/contract/app/cli.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { guestRun } from "./rig/guest/run.mjs";
import { anywhere, makeUplink, type TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/** The page of one machine in the real app, with a real guest that tells by its agent. */
let desktop: Desktop;
let instance: Instance;
let app: RealApp;
let page: Page;
let uplink: TestUplink;
const address = "192.168.100.1";

const file = (name: string) => join(instance.folder, name);
const button = (name: string) => page.getByRole("button", { name, exact: true });
const web = () => instance.json<MachineJson>("show", "web");

beforeAll(async () => {
  instance = makeInstance();
  const image = file("web.qcow2");
  await buildGuestDisk({ path: image, name: "web", address, agent: true });
  uplink = await makeUplink("eth1", 1);
  await uplink.addDefaultRoute(100);
  await instance.json("lan", "up");
  await instance.json("add", "web", "--disk", image, "--memory", "256", "--address", address);
  await instance.json("start", "web");
  await instance.machine("web", ({ reachable }) => reachable === true);
  await guestRun(address, "httpd -p 127.0.0.1:5432 -h /www");
  desktop = await startDesktop({});
  // This browser only records what it was to show.
  mkdirSync(file("bin"));
  writeFileSync(file("bin/xdg-open"), '#!/bin/sh\necho "$1" >"$0.shown"\n', { mode: 0o700 });
  writeFileSync(file("bin/code"), '#!/bin/sh\necho "$@" >"$0.shown"\n', { mode: 0o700 });
  const path = `${file("bin")}:${process.env["PATH"]}`;
  app = await startRealApp({ ...instance.env, ...desktop.env, PATH: path });
  page = await app.dashboard();
  await page
    .locator("nav")
    .getByRole("button", { name: /^Machines/ })
    .click();
  await page.getByTestId("machine-row-web").getByRole("button").first().click();
  await page.getByRole("heading", { name: "web", exact: true }).waitFor();
});

afterAll(() => closeAll(app, instance, desktop, uplink));

describe("the ports on which programs in it listen", () => {
  const row = (port: number) =>
    page
      .getByLabel("Listening ports")
      .getByRole("listitem")
      .filter({ hasText: String(port) });

  it("are told, and which of them answer nobody else", async () => {
    await page.getByRole("tab", { name: "Network" }).click();
    await row(5432).waitFor();
    const told = await page.getByLabel("Listening ports").getByRole("listitem").allInnerTexts();
    expect(told.map((text) => text.split(/\s*\n\s*/))).toEqual([
      ["22", "dropbear", "all that reach the machine", "Forward"],
      ["80", "httpd", "all that reach the machine", "Open", "Forward"],
      ["5432", "httpd", "only the machine itself (127.0.0.1)"],
    ]);
  });

  it("are forwarded by one click, from the next free port of this computer", async () => {
    await instance.json("forward", "add", "web", "8080:22");
    await button("Forward port 80").click();
    await row(80).getByText("forwarded from localhost:8081").waitFor();
    const forwards = await instance.json<readonly ForwardJson[]>("forward", "list");
    expect(forwards).toMatchObject([
      { hostPort: 8080, port: 22 },
      { hostPort: 8081, port: 80 },
    ]);
    const { stdout } = await execa("curl", ["-s", "http://localhost:8081/"]);
    expect(stdout).toBe("web");
  });

  it("are opened in the browser", async () => {
    await button(`Open http://${address}:80`).click();
    const shown = file("bin/xdg-open.shown");
    await until("the browser", () => existsSync(shown) || null);
    expect(readFileSync(shown, "utf8")).toBe(`http://${address}/\n`);
  });
});

it("is opened in the editor that is installed", async () => {
  await button("More: web").last().click();
  await page.getByRole("menuitem", { name: "Open in VS Code" }).click();
  const shown = file("bin/code.shown");
  await until("the editor", () => existsSync(shown) || null);
  expect(readFileSync(shown, "utf8")).toBe(`--remote ssh-remote+${address}\n`);
});

it("its airlock is set, widened and ended by the keyboard", async () => {
  const airlock = async () =>
    (await instance.json<MachineDetailJson>("show", "web")).definition.network.airlock;
  const isFocused = (field: Locator) =>
    field.evaluate((element) => element === element.ownerDocument.activeElement);
  await page.getByRole("tab", { name: "Network" }).click();
  await page.getByText("off: the machine reaches all that its uplink leads to").waitFor();
  await button("Set up…: Airlock").press("Enter");
  const list = page.getByLabel("Only these destinations");
  await expect.poll(() => isFocused(list)).toBe(true);
  await page.keyboard.type("a b");
  await page.keyboard.press("Enter");
  await page.getByText("“a b” is not a destination for an airlock.").waitFor();
  expect(await airlock()).toBeUndefined();
  await list.fill("deb.test, 10.0.0.0/8:22");
  await page.keyboard.press("Enter");
  // It holds once the form is closed.
  await list.waitFor({ state: "detached" });
  await page.getByText("only deb.test, 10.0.0.0/8:22").waitFor();

  const outside = `ping -c 1 -W 2 ${anywhere} | grep -c "1 packets received" || true`;
  expect(await guestRun(address, outside)).toBe("0");
  await guestRun(address, "nslookup extra.test 192.168.100.254 || true");
  await button(`For an hour: ${anywhere} (icmp)`).press("Enter");
  await button("Always: extra.test").press("Enter");
  await expect.poll(airlock).toEqual({
    only: [
      ...[{ to: "deb.test" }, { to: "10.0.0.0/8", ports: [{ first: 22, last: 22 }] }],
      ...[{ to: anywhere, until: expect.any(Number) }, { to: "extra.test" }],
    ],
  });
  await expect.poll(() => guestRun(address, outside)).toBe("1");
  await button(`Always: ${anywhere} (icmp)`).waitFor({ state: "detached" });

  const before = await airlock();
  await button("End: Airlock").press("Enter");
  // Offered once it is ended, and for ten seconds only.
  await page.getByRole("button", { name: "Undo" }).first().press("Enter");
  await expect.poll(airlock).toEqual(before);
  await button("End: Airlock").press("Enter");
  await expect.poll(airlock).toBeUndefined();
});

it("its tags, note and protection are edited in its settings", async () => {
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByLabel("Tags", { exact: true }).fill("prod, shop");
  await page.getByLabel("Tags", { exact: true }).press("Enter");
  await expect.poll(async () => (await web()).tags).toEqual(["prod", "shop"]);
  await page.getByLabel("Note", { exact: true }).fill("Ada’s");
  await page.getByLabel("Note", { exact: true }).press("Tab");
  await expect.poll(async () => (await web()).note).toBe("Ada’s");
  await page.getByLabel("Protected").click();
  await expect.poll(async () => (await web()).protected).toBe(true);
  expect((await instance.virtray("kill", "web")).exitCode).toBe(1);
  await page.getByLabel("Tags", { exact: true }).fill("shop Not A Tag!");
  await page.getByLabel("Tags", { exact: true }).press("Enter");
  await page.locator("[name=tags][aria-invalid=true]").waitFor();
  expect((await web()).tags).toEqual(["prod", "shop"]);
  await page.getByLabel("Protected").click();
  await expect.poll(async () => (await web()).protected).toBe(false);
  await page.getByLabel("Note", { exact: true }).fill("");
  await page.getByLabel("Note", { exact: true }).press("Enter");
  await expect.poll(async () => (await web()).note).toBeNull();
});
