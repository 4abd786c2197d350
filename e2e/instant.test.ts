import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MachineJson } from "../electron/contract/app/cli.ts";
import type { TemplateJson } from "../electron/contract/app/cli-storage.ts";
import { settingsVersion } from "../electron/contract/app/settings.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { guestRun } from "./rig/guest/run.mjs";
import { qemuProcesses } from "./rig/machines.ts";
import { until } from "./rig/until.ts";

/** A template is warmed, and a machine of it is suspended and resumed, by clicks in the real app. */
let desktop: Desktop;
let instance: Instance;
let app: RealApp;
let page: Page;
let template: TemplateJson;

const button = (name: string) => page.getByRole("button", { name, exact: true });
const item = (name: RegExp) => page.getByRole("menuitem", { name });
const row = () => page.getByTestId("template-tiny");
const job = () => page.getByTestId("job-template-warm-tiny").first();
const go = (name: RegExp) => page.locator("nav").getByRole("button", { name }).click();
const web = () => instance.json<MachineJson>("show", "web");

beforeAll(async () => {
  instance = makeInstance();
  const image = join(instance.folder, "pattern.qcow2");
  await buildGuestDisk({ path: image, name: "pattern", address: "192.168.100.99", wake: true });
  await instance.json("lan", "up");
  const add = ["template", "add", "tiny", "--from", image, "--user", "root"];
  template = await instance.json<TemplateJson>(...add);
  // Otherwise the app would warm it by itself.
  const folder = join(instance.folder, "config/virtray");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(
    join(folder, "settings.json"),
    JSON.stringify({ version: settingsVersion, warmTemplates: "by-hand" }),
  );
  desktop = await startDesktop({});
  app = await startRealApp({ ...instance.env, ...desktop.env });
  page = await app.dashboard();
  await go(/^Templates/);
});

afterAll(() => closeAll(app, instance, desktop));

async function warm(): Promise<void> {
  await button("More: tiny").click();
  await item(/^Warm/).click();
}

it("a warming shows its progress, and is cancelled by a click", async () => {
  expect(await row().textContent()).not.toContain("warmed");
  await warm();
  await until("its guest", () => qemuProcesses(template.id).length === 1);
  expect(await job().textContent()).toContain("Warm a template");
  await button("More: tiny").click();
  expect(await item(/^Warm/).textContent()).toContain("Being warmed…");
  await page.keyboard.press("Escape");
  await job().getByRole("button", { name: "Cancel: Warm a template: tiny" }).click();
  await job().waitFor({ state: "detached" });
  expect(qemuProcesses(template.id)).toEqual([]);
  expect(await row().textContent()).not.toContain("warmed");
});

it("a warmed template’s machine runs as soon as it is created", async () => {
  await warm();
  await row()
    .getByText(/warmed, \d/)
    .waitFor({ timeout: 120_000 });
  await button("New machine: tiny").click();
  await page.getByText("The machine runs at once: its template is warmed.").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("web");
  await button("Create machine").click();
  await page.getByText("“web” is ready").waitFor();
  expect(await web()).toMatchObject({ status: "running" });
  await button("Show machine").click();
});

it("is suspended by its menu, and goes on where it was", async () => {
  const { address, id } = await web();
  const inside = (command: string) => guestRun(String(address), command);
  await until("an answer", () =>
    inside("true").then(
      () => true,
      () => null,
    ),
  );
  await inside("echo kept >/tmp/note; sleep 9999 >/dev/null 2>&1 & echo $! >/tmp/pid");
  await button("More: web").last().click();
  await item(/^Suspend/).click();
  await instance.machine("web", ({ status }) => status === "suspended");
  expect(qemuProcesses(id)).toEqual([]);
  await page.getByText("suspended", { exact: true }).first().waitFor();
  await button("More: web").last().click();
  await item(/^Start/).click();
  await instance.machine("web", ({ status }) => status === "running");
  expect(await inside("cat /tmp/note; kill -0 $(cat /tmp/pid) && echo alive")).toBe("kept\nalive");
});
