import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ComputerJson } from "../electron/contract/app/cli.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { makeOtherComputer, type OtherComputer } from "./rig/computers/other-computer.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { type StandInPanel, startStandInPanel } from "./rig/desktop/stand-in-panel.ts";
import { makeUplink, type TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/**
 * Another computer with a real sshd, handled in the settings of the real app. Each test goes on where the
 * previous one ended.
 */
let uplink: TestUplink;
let far: OtherComputer;
let instance: Instance;
let desktop: Desktop;
let panel: StandInPanel;
let app: RealApp;
let page: Page;

const row = () => page.locator(".computer");
const known = () => instance.json<readonly ComputerJson[]>("computer", "list");

beforeAll(async () => {
  uplink = await makeUplink("eth0", 1);
  await uplink.addDefaultRoute(100);
  far = await makeOtherComputer(1);
  instance = makeInstance();
  await instance.json("lan", "up");
  desktop = await startDesktop({});
  panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  app = await startRealApp({ ...instance.env, ...desktop.env });
  await panel.nextIcon();
  await panel.click();
  await (await app.popover()).getByRole("button", { name: "Settings" }).click();
  page = await app.dashboard();
  await page.getByRole("heading", { name: "Computers", exact: true }).waitFor();
});

afterAll(async () => {
  await app?.close();
  panel?.close();
  await desktop?.close();
  await closeAll(instance, far, uplink);
});

/** Fills in the form, and sends it. */
async function add(host: string, name?: string): Promise<void> {
  if ((await page.getByRole("form", { name: "New computer" }).count()) === 0) {
    await page.getByRole("button", { name: "Computers: Add" }).click();
  }
  await page.getByRole("textbox", { name: "Host" }).fill(host);
  if (name !== undefined) await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Add", exact: true }).click();
}

it("a host that would be an option is refused in the form", async () => {
  await add("-oProxyCommand=reboot", "evil");
  await page.locator(".hint.bad").getByText("by the name that ssh knows it by").waitFor();
  expect(await known()).toEqual([]);
});

it("a window connects nowhere before the user agrees outside of the page", async () => {
  await app.electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
  });
  await add(far.host, "big");
  await page.getByText(`You did not agree that Virtray connects to ${far.host}.`).waitFor();
  expect(await known()).toEqual([]);
});

it("a computer is added, and its row tells what is missing there", async () => {
  await app.agree();
  await add(far.host, "big");
  await row().getByText("0 machines · answered just now").waitFor();
  await row().getByText("cannot use KVM").waitFor();
  expect(await known()).toMatchObject([{ name: "big", host: far.host, joined: false }]);
});

it("its machines join the LAN, a cut cable is told, and it heals by itself", async () => {
  await row().getByRole("switch").click();
  await row().getByText("Machines there are in this LAN.").waitFor();
  expect(await known()).toMatchObject([{ joined: true, plugged: true }]);
  await far.cut();
  await row().getByText("The cable to “big” was lost.").waitFor({ timeout: 60_000 });
  await far.heal();
  await row().getByText("Machines there are in this LAN.").waitFor({ timeout: 60_000 });
  await row().getByText("was lost").waitFor({ state: "detached" });
});

it("it is removed, and a click brings it back into the LAN", async () => {
  await row().getByRole("button", { name: "Remove: big" }).click();
  await row().waitFor({ state: "detached" });
  expect(await known()).toEqual([]);
  await until("the far ends to go", async () => (await far.processes()).length === 0);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await row().getByText("Machines there are in this LAN.").waitFor({ timeout: 60_000 });
  expect(await known()).toMatchObject([{ name: "big", joined: true, plugged: true }]);
});
