import { execa } from "execa";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ComputerJson, MachineJson } from "../electron/contract/app/cli.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { makeOtherComputer, type OtherComputer } from "./rig/computers/other-computer.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { type StandInPanel, startStandInPanel } from "./rig/desktop/stand-in-panel.ts";
import { makeUplink, type TestUplink } from "./rig/lan/test-net.ts";
import { emptyDisk } from "./rig/small-machine.ts";
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
const farRow = () => page.getByTestId("machine-row-big/web");
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

it("a machine there is shown here, and is started and stopped by clicks", async () => {
  const disk = await emptyDisk(far.home, "web");
  await execa("chown", ["4242:4242", disk]);
  await far.json("add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg");
  await page.getByRole("button", { name: "Machines" }).click();
  await farRow().getByText("big · stopped").waitFor();
  await farRow().getByRole("button").click();
  await page.getByRole("heading", { name: "web" }).waitFor();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await farRow().getByText("big · running").waitFor();
  expect((await far.json<readonly MachineJson[]>("list"))[0]?.status).toBe("running");
  await page.getByRole("button", { name: "Check the connection" }).click();
  // The LAN is off there, and the sentence about it is that computer's.
  await page.locator(".path-summary").getByText("The problem is here: ").waitFor();
  expect(await page.locator(".hop").count()).toBe(12);
  await page.getByRole("tab", { name: "Console" }).click();
  await page.getByTestId("console-screen").locator("canvas").waitFor();
  await page.getByRole("button", { name: "Serial console" }).click();
  await page.getByText("connected").waitFor({ state: "attached" });
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByText("What QEMU reported at the last start").waitFor();
  await page.getByRole("tab", { name: "Snapshots" }).click();
  await page.getByRole("textbox", { name: "Name of the new snapshot" }).fill("before");
  await page.getByRole("button", { name: "Take snapshot" }).click();
  await page.locator(".snapshot-row").getByText("before").waitFor();
  await page.getByRole("button", { name: "More: big/web" }).click();
  await page.getByRole("menuitem", { name: "Force stop" }).click();
  await farRow().getByText("big · stopped").waitFor();
  expect((await far.json<readonly MachineJson[]>("list"))[0]?.status).toBe("stopped");
});

it("a stopped machine moves here and back by clicks", async () => {
  const here = page.getByTestId("machine-row-web");
  await page.getByRole("button", { name: "More: big/web" }).click();
  await page.getByRole("menuitem", { name: "Move to this computer" }).click();
  await here.waitFor();
  await farRow().waitFor({ state: "detached" });
  expect(await far.json("list")).toEqual([]);
  await here.getByRole("button").first().click();
  await page.getByRole("button", { name: "More: web" }).first().click();
  await page.getByRole("menuitem", { name: "Move to big" }).click();
  await farRow().getByText("big · stopped").waitFor();
  await here.waitFor({ state: "detached" });
  expect((await far.json<readonly MachineJson[]>("list")).map(({ name }) => name)).toEqual(["web"]);
  await farRow().getByRole("button").click();
});

it("the form for a new machine makes one there, too", async () => {
  const disk = await emptyDisk(far.home, "image");
  await execa("chown", ["4242:4242", disk]);
  await far.json("template", "add", "tiny", "--from", disk);
  await page.getByRole("button", { name: "New machine" }).first().click();
  await page.getByRole("combobox", { name: "Computer" }).selectOption("big");
  await page.getByRole("textbox", { name: "Name" }).fill("made");
  await page.getByRole("checkbox", { name: "Start the machine" }).uncheck();
  await page.getByRole("button", { name: "Create machine", exact: true }).click();
  await page.getByTestId("machine-row-big/made").getByText("big · stopped").waitFor();
  expect((await far.json<readonly MachineJson[]>("list")).map(({ name }) => name)).toEqual([
    "made",
    "web",
  ]);
  await far.json("delete", "made");
  await page.getByTestId("machine-row-big/made").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Machines" }).first().click();
  await page.getByTestId("start-big").getByText("web").waitFor();
  await farRow().getByRole("button").click();
});

it("while the link is cut, it is greyed and dated, and heals by itself", async () => {
  await far.cut();
  await farRow().getByText("big · last seen 1 minute ago").waitFor();
  await page.getByText("big is not reached now.").waitFor();
  await page.getByRole("button", { name: "Start", exact: true }).waitFor({ state: "detached" });
  await far.heal();
  await farRow().getByText("big · stopped").waitFor();
  await page.getByRole("button", { name: "Settings" }).click();
});

it("its machines join the LAN, a cut cable is told, and it heals by itself", async () => {
  await row().getByRole("switch", { name: "in this LAN" }).click();
  await row().getByText("Machines there are in this LAN.").waitFor();
  expect(await known()).toMatchObject([{ joined: true, plugged: true }]);
  await far.cut();
  await row().getByText("The cable to “big” was lost.").waitFor();
  await far.heal();
  await row().getByText("Machines there are in this LAN.").waitFor();
  await row().getByText("was lost").waitFor({ state: "detached" });
});

it("it becomes an uplink by a click, and is chosen like those of this computer", async () => {
  const lead = page.getByRole("switch", { name: "big as an uplink" });
  await lead.click();
  await row().getByText("The computer can be chosen as an uplink: via-big.").waitFor();
  await instance.json("uplink", "set", "via-big");
  expect(await known()).toMatchObject([{ uplink: { interface: "via-big", works: true } }]);
  await instance.json("uplink", "set", "auto");
  await lead.click();
  await row().getByText("Machines here do not use that computer as an uplink.").waitFor();
});

it("it is removed, and a click brings it back into the LAN", async () => {
  await row().getByRole("button", { name: "Remove: big" }).click();
  await row().waitFor({ state: "detached" });
  expect(await known()).toEqual([]);
  await until("the far ends to go", async () => (await far.processes()).length === 0);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await row().getByText("Machines there are in this LAN.").waitFor();
  expect(await known()).toMatchObject([{ name: "big", joined: true, plugged: true }]);
});
