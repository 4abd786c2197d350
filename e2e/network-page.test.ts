import { execa } from "execa";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { UplinkJson } from "../electron/contract/app/cli.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { type StandInPanel, startStandInPanel } from "./rig/desktop/stand-in-panel.ts";
import { makeUplink, networkState, type TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/** The network page of the real app, with a LAN that is on and three uplinks. */
let uplinks: readonly TestUplink[] = [];
let instance: Instance;
let desktop: Desktop;
let panel: StandInPanel;
let app: RealApp;
let page: Page;

const choice = async () => (await instance.json<UplinkJson>("uplink")).choice;
const inOrder = (...interfaces: readonly string[]) => ({ mode: "preferred", interfaces });
const chip = (key: string) => page.getByTestId(`uplink-${key}`);

beforeAll(async () => {
  uplinks = [
    await makeUplink("eth0", 1),
    await makeUplink("wlan0", 2),
    await makeUplink("usb0", 3),
  ];
  instance = makeInstance();
  await instance.json("lan", "up");
  desktop = await startDesktop({});
  panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  app = await startRealApp({ ...instance.env, ...desktop.env });
  await panel.nextIcon();
  await panel.click();
  await (await app.popover()).getByRole("button", { name: "Dashboard" }).click();
  page = await app.dashboard();
  await page.getByRole("navigation").waitFor();
  await page.keyboard.press("Control+3");
  await page.getByRole("heading", { name: "Network", exact: true }).waitFor();
});

afterAll(() => closeAll(app, panel, desktop, instance, ...uplinks));

it("changes the uplinks’ order by Alt and arrow keys", async () => {
  await chip("preferred").click();
  await expect.poll(async () => (await choice()).mode).toBe("preferred");
  const first = await choice();
  expect(first).toEqual(inOrder("eth0", "usb0", "wlan0"));
  await chip("wlan0").press("Alt+ArrowUp");
  await expect.poll(choice).toEqual(inOrder("eth0", "wlan0", "usb0"));
  await chip("eth0").press("Alt+ArrowDown");
  await expect.poll(choice).toEqual(inOrder("wlan0", "eth0", "usb0"));
  // The first one cannot go further up.
  await chip("wlan0").press("Alt+ArrowUp");
  expect(await choice()).toEqual(inOrder("wlan0", "eth0", "usb0"));
});

it("changes the order by dragging an uplink’s handle", async () => {
  const handle = await page.getByTitle("Drag to move usb0").boundingBox();
  const [top, bottom] = [await chip("wlan0").boundingBox(), await chip("usb0").boundingBox()];
  if (handle === null || top === null || bottom === null) throw new Error("there is no handle");
  const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + top.y - bottom.y, { steps: 6 });
  await page.mouse.up();
  await expect.poll(choice).toEqual(inOrder("usb0", "wlan0", "eth0"));
  const names = () =>
    page
      .locator(".chip-ends [data-testid]")
      .evaluateAll((chips) => chips.map((each) => each.getAttribute("data-testid")));
  await expect.poll(names).toEqual(["uplink-usb0", "uplink-wlan0", "uplink-eth0"]);
});

it("puts back what others took away while nobody kept it", async () => {
  const before = await networkState();
  const { stdout } = await execa("pgrep", ["-f", "/netd\\.js"]);
  for (const pid of stdout.split("\n")) process.kill(Number(pid), "SIGKILL");
  await execa("nft", ["delete", "table", "inet", "virtray"]);
  await page.keyboard.press("Control+2");
  await page.keyboard.press("Control+3");
  await page.getByText(/not as (it|they) should be/).waitFor();
  await page.getByRole("button", { name: "Put back" }).click();
  await page.getByText(/not as (it|they) should be/).waitFor({ state: "detached" });
  await until("the network as before", async () => (await networkState()) === before);
});
