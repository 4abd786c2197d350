import { chownSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { Page } from "playwright-core";
import { projectFolder } from "../build/project.mjs";
import { openNewMachine } from "./rig/app/new-machine.ts";
import { type AppEnvironment, type DrivenApp, startRealApp } from "./rig/app/real-app.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import { startStandInPanel } from "./rig/desktop/stand-in-panel.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { guestRun } from "./rig/guest/run.mjs";
import { anywhere, makeUplink, sh, type TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";
import { startWebServer } from "./rig/web-server.ts";

const pictures = join(projectFolder, "out/demo");
const machine = { name: "demo", address: "192.168.100.1" };
/** Seconds that an emulated guest on a busy computer may take to come up. */
const patience = 120;

/** The installation that the demo uses, and its user. */
export interface Cast {
  readonly instance: Instance;
  /**
   * The words that run a command as the installation's user; empty for the user of this process.
   */
  readonly as: readonly string[];
  /** Whether the app explains and asks before it starts netd. */
  readonly asksForRoot: boolean;
  start(env: AppEnvironment): Promise<DrivenApp>;
}

/**
 * Shows the main job on the real program: the LAN on, a machine added and started through the
 * popover, ping, and a page fetched through the uplink that was clicked. It has to run in the
 * sandbox.
 * @returns 0; 1 with a sentence on the standard error if a step fails
 */
export async function main(): Promise<number> {
  const started = performance.now();
  const cleanUp: (() => Promise<void>)[] = [];
  try {
    const instance = makeInstance();
    cleanUp.push(instance.close);
    const built: Cast = { instance, as: [], asksForRoot: false, start: startRealApp };
    await play(built, (close) => cleanUp.push(close));
    console.log(`\nIt works, from click to ping. ${seconds(started)} in all.`);
    console.log(`Pictures: ${relative(process.cwd(), pictures)}/`);
    return 0;
  } catch (error) {
    console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    for (const close of cleanUp.toReversed()) {
      await close().catch((error: unknown) => console.error("while cleaning up:", error));
    }
  }
}

type Later = (close: () => Promise<void>) => void;

/** Runs all steps, and adds their clean-up to `later`. Throws if a step fails. */
export async function play(cast: Cast, later: Later): Promise<void> {
  const { instance } = cast;
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const disk = join(instance.folder, "demo.qcow2");
  await step("A tiny guest is built as a bootable disk", async () => {
    await buildGuestDisk({ path: disk, ...machine });
    const { uid, gid } = statSync(instance.folder);
    chownSync(disk, uid, gid);
  });
  const uplinks = await makeUplinks(later);
  const { app, click } = await startInTray(cast, later);
  const popover = await step("A click on the icon opens the popover", () =>
    openPopover(app, click),
  );
  await step("The LAN is switched on", async () => {
    await popover.getByRole("switch", { name: "LAN" }).click();
    if (cast.asksForRoot) {
      await popover.screenshot({ path: join(pictures, "before-root.png") });
      await popover.getByRole("button", { name: "Continue" }).click();
    }
    await popover.getByText("LAN on", { exact: true }).waitFor();
  });
  await step("A machine is added from the disk", async () => {
    // The form names the disk by a typed path, about which main asks in a window of its own.
    if (app.agree === undefined) {
      const words = ["--disk", disk, "--memory", "256", "--accel", "tcg"];
      await instance.json("add", machine.name, ...words, "--address", machine.address);
      return;
    }
    await app.agree();
    await addMachine(await openNewMachine(app, popover), disk);
  });
  await step("The machine is started in the popover", async () => {
    await openPopover(app, click);
    await popover.getByRole("button", { name: `Start: ${machine.name}` }).click();
    await popover.getByRole("button", { name: `Shut down: ${machine.name}` }).waitFor();
  });
  await step(`It answers at ${machine.address}`, () =>
    until(`${machine.address} to answer`, () => ping(machine.address), patience),
  );
  await popover.screenshot({ path: join(pictures, "popover.png") });

  for (const uplink of uplinks) await leaveBy(uplink, app, click);
  await step("The machine is shut down", async () => {
    await openPopover(app, click);
    await popover.getByRole("button", { name: `Shut down: ${machine.name}` }).click();
    await instance.machine(machine.name, (each) => each.status === "stopped");
  });
  await step("The LAN is switched off", async () => {
    await openPopover(app, click);
    await popover.getByRole("switch", { name: "LAN" }).click();
    await popover.getByText("LAN off", { exact: true }).waitFor();
  });
}

function makeUplinks(later: Later): Promise<readonly TestUplink[]> {
  return step("Two uplinks are made, each with a web server behind it", async () => {
    const made = [await makeUplink("eth0", 1), await makeUplink("wlan0", 2)];
    for (const [index, uplink] of made.entries()) {
      later(uplink.close);
      await uplink.addDefaultRoute(100 + index);
      later((await startWebServer(uplink.namespace, anywhere)).close);
    }
    return made;
  });
}

/** Starts the app of the cast on a desktop; `click` clicks its icon. */
function startInTray({ instance, as, start }: Cast, later: Later) {
  return step("The application starts, with its icon in the tray", async () => {
    const desktop = await startDesktop({ display: process.env["DISPLAY"], as });
    later(desktop.close);
    const panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
    later(async () => panel.close());
    const running = await start({ ...instance.env, ...desktop.env });
    later(running.close);
    await panel.nextIcon();
    return { app: running, click: panel.click };
  });
}

/** Has the machine leave by an uplink, and asks the web server behind it who came. */
function leaveBy(uplink: TestUplink, app: DrivenApp, click: () => Promise<void>): Promise<void> {
  return step(`A click on ${uplink.interface}: the machine leaves there`, async () => {
    const popover = await openPopover(app, click);
    await popover.getByTestId(`uplink-${uplink.interface}`).click();
    const seen = await until(
      `the page by ${uplink.interface}`,
      async () => {
        const address = await fetchPage();
        return address === uplink.address ? address : null;
      },
      10,
    );
    console.log(`    the web server behind ${uplink.interface} was asked by ${seen}`);
    await popover.screenshot({ path: join(pictures, `popover-${uplink.interface}.png`) });
  });
}

/** Clicks the icon unless the popover is open: a click would hide it. */
async function openPopover(app: DrivenApp, click: () => Promise<void>): Promise<Page> {
  if (!(await app.isPopoverVisible())) {
    await click();
    await until("the popover to be seen", app.isPopoverVisible, 10);
  }
  return app.popover();
}

async function addMachine(dashboard: Page, disk: string): Promise<void> {
  await dashboard.getByLabel("Name", { exact: true }).fill(machine.name);
  await dashboard.getByLabel("Disk image").fill(disk);
  await until("an address to be proposed", async () => {
    const proposed = await dashboard.getByLabel("Address").inputValue();
    return proposed === machine.address;
  });
  await dashboard.getByLabel("Memory (MiB)").fill("256");
  await dashboard.getByText("More options").click();
  await dashboard.getByLabel("Acceleration").selectOption("tcg");
  await dashboard.getByLabel("Start the machine").uncheck();
  await dashboard.screenshot({ path: join(pictures, "new-machine.png") });
  await dashboard.getByRole("button", { name: "Create machine" }).click();
  await dashboard.getByRole("heading", { name: machine.name }).waitFor();
}

async function ping(address: string): Promise<boolean> {
  return sh("ping", "-c", "1", "-W", "1", address).then(
    () => true,
    () => false,
  );
}

/** Fetches a page from within the guest; null if it does not arrive. */
async function fetchPage(): Promise<string | null> {
  // The guest's static wget crashes when it looks up a name or an address.
  const request = "GET / HTTP/1.0\\r\\n\\r\\n";
  return guestRun(machine.address, `printf '${request}' | nc -w 3 ${anywhere} 80`).then(
    (answer) => answer.split("\r\n\r\n")[1]?.trim() ?? null,
    () => null,
  );
}

/** Runs one step, and prints its name. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  console.log(`✓ ${what} (${seconds(started)})`);
  return result;
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
