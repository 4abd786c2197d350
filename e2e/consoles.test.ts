import { readFileSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFolder } from "../build/project.mjs";
import { pathsFrom } from "../electron/adapters/files/paths.ts";
import { machineRuntime } from "../electron/adapters/qemu/runtime.ts";
import type { Bridge } from "../electron/contract/channels/table.ts";
import { usageGapMs, usagePaceMs } from "../electron/contract/machine/usage.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { type SerialTab, serialTab } from "./rig/app/serial-tab.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { until } from "./rig/until.ts";

/** Consoles in the real app with a real guest. Each test continues where the previous one ended. */
let desktop: Desktop;
let instance: Instance;
let app: RealApp;
let dashboard: Page;
const complaints: string[] = [];
const shots = join(projectFolder, "out/shots");

const terminalProgram = () => join(instance.folder, "terminal");
const terminal = () => dashboard.getByTestId("console-serial");
let serial: SerialTab;
const screen = () => dashboard.getByTestId("console-screen");

beforeAll(async () => {
  instance = makeInstance();
  const disk = join(instance.folder, "web.qcow2");
  await buildGuestDisk({ path: disk, name: "web", address: "192.168.100.1" });
  await instance.json("add", "web", "--disk", disk, "--memory", "256");
  await instance.json("start", "web");
  desktop = await startDesktop({});
  // This terminal only records how it was started.
  await writeFile(terminalProgram(), '#!/bin/sh\nprintf "%s\\n" "$@" > "$0.args"\n', {
    mode: 0o700,
  });
  app = await startRealApp({ ...instance.env, ...desktop.env, TERMINAL: terminalProgram() });
  dashboard = await app.dashboard();
  serial = serialTab(dashboard);
  dashboard.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  dashboard.on("pageerror", (error) => complaints.push(error.message));
  await dashboard.getByTestId("machine-row-web").getByRole("button").click();
});

afterAll(() => closeAll(app, instance, desktop));

it("draws the machine's usage, and reads a moment of it by keys", async () => {
  const graph = (name: string) =>
    dashboard.locator(".graph", { has: dashboard.getByRole("heading", { name, exact: true }) });
  const value = (name: string, words: RegExp | string) =>
    graph(name).locator(".graph-head p").filter({ hasText: words }).waitFor();
  const processor = graph("Processor");
  await value("Processor", /^[1-9]\d*%$/);
  await processor.getByText("100%").waitFor();
  await value("Memory held on this computer", /^\d+(\.\d)? MiB$/);
  await graph("Memory held on this computer").getByText("256 MiB").waitFor();
  await value("Disk", /^read [\d.,]+ [KM]?i?B\/s/);
  await value("Traffic", "no cable");
  await until("a line", async () => {
    const line = await processor.locator(".graph-line-0 .graph-stroke").first().getAttribute("d");
    return (line ?? "").includes("L");
  });
  await processor.getByRole("slider").press("Home");
  await processor.getByText(/^\d+:\d\d:\d\d [AP]M · [1-9]\d*%$/).waitFor();
  await processor.getByRole("slider").press("Escape");
  await dashboard.screenshot({ path: join(shots, "overview.png") });
});

it("looks at no machine while no window is visible, and leaves that time out of the graph", async () => {
  const looked = () =>
    dashboard.evaluate(async () => {
      const { virtray } = window as unknown as { virtray: Bridge };
      const answer = await virtray.call("usage.get", undefined);
      return answer.ok ? (answer.value.at ?? 0) : 0;
    });
  const show = (isVisible: boolean) =>
    app.electron.evaluate(({ BrowserWindow }, isVisible) => {
      const page = BrowserWindow.getAllWindows().find((window) =>
        window.webContents.getURL().includes("/dashboard.html"),
      );
      if (isVisible) page?.show();
      else for (const window of BrowserWindow.getAllWindows()) window.hide();
    }, isVisible);
  await show(false);
  // A look may have begun just before.
  const last = await until("no more looks", async () => {
    const before = await looked();
    return Date.now() - before > 2 * usagePaceMs ? before : null;
  });
  await until("time for a gap", () => Date.now() - last > 2 * usageGapMs);
  expect(await looked()).toBe(last);
  await show(true);
  await until("a new look", async () => (await looked()) > last);
  const pieces = dashboard.locator(".graph").first().locator(".graph-line-0 .graph-stroke");
  await until("a line on both sides of the gap", async () => (await pieces.count()) === 2);
});

it("opens the user's terminal with a login to the machine", async () => {
  await dashboard.getByRole("button", { name: "Open terminal" }).click();
  const args = await until("the terminal", () => {
    try {
      return readFileSync(`${terminalProgram()}.args`, "utf8").trim().split("\n");
    } catch {
      return null;
    }
  });
  expect([args[0], args[5], args.slice(-2)]).toEqual([
    "-e",
    "Press Return to close this window.",
    ["--", "192.168.100.1"],
  ]);
  expect(args).toContain("StrictHostKeyChecking=accept-new");
});

it("shows the guest's screen, and saves a picture of it to the chosen file", async () => {
  await dashboard.getByRole("tab", { name: "Console" }).click();
  await dashboard.getByText("Connected", { exact: true }).waitFor();
  const file = join(instance.folder, "picture.png");
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, file);
  const lit = await until("the boot loader's words on the screen", async () => {
    writeFileSync(file, "");
    await dashboard.getByRole("button", { name: "Screenshot" }).click();
    await dashboard.getByRole("menuitem", { name: "Save screenshot…" }).click();
    await until("the picture's file", () => readFileSync(file).length > 0);
    const { data } = PNG.sync.read(readFileSync(file));
    const bright = data.reduce((count, value) => count + (value > 100 && value < 255 ? 1 : 0), 0);
    return bright > 500 ? bright : null;
  });
  expect(lit).toBeGreaterThan(500);
  expect(await screen().locator("canvas").count()).toBe(1);
  await dashboard.screenshot({ path: join(shots, "console-screen.png") });
});

it("copies the picture", async () => {
  await dashboard.getByRole("button", { name: "Screenshot" }).click();
  await dashboard.getByRole("menuitem", { name: "Copy screenshot" }).click();
  const hasPicture = () => app.electron.evaluate(({ clipboard }) => clipboard.has("image/png"));
  await expect.poll(hasPicture).toBe(true);
});

it("fills the window with the screen, and gives the room back", async () => {
  const fill = dashboard.getByRole("button", { name: "Fill the window" });
  const navigation = dashboard.locator("nav");
  const width = async () => (await screen().boundingBox())?.width ?? 0;
  const before = await width();
  await fill.click();
  await navigation.waitFor({ state: "hidden" });
  expect(await width()).toBeGreaterThan(before + 200);
  await fill.click();
  await navigation.waitFor();
  expect(await width()).toBeCloseTo(before, 0);
});

it("shows the serial line's earlier output, and the guest's answer to a command", async () => {
  await dashboard.getByRole("button", { name: "Serial console" }).click();
  await dashboard.getByText("Connected", { exact: true }).waitFor();
  await until("what was said before", async () => (await serial.text()).includes("guest web"));
  await serial.prompted();
  await serial.say("echo $((6 * 7)) machines", "42 machines");
  await dashboard.screenshot({ path: join(shots, "console-serial.png") });
});

it("pastes, and tells the guest its size", async () => {
  await app.electron.evaluate(({ clipboard }) => clipboard.writeText("echo pasted-$((1 + 1))"));
  await dashboard.getByRole("button", { name: "Paste" }).click();
  await serial.say("", "pasted-2");
  await dashboard.getByRole("button", { name: "Send size" }).click();
  await serial.say("stty size", /^\d\d+ \d\d+$/m);
  const rows = Number(/^(\d+) \d+$/m.exec(await serial.text())?.[1]);
  expect(rows).toBe(await terminal().locator(".xterm-rows > div").count());
});

it("restarts the guest by Ctrl+Alt+Del of the screen's keys, and the machine stays the same", async () => {
  const uptime = async (asked: string) => {
    await serial.say(`echo ${asked}-$(cut -d. -f1 /proc/uptime)-s`, new RegExp(`${asked}-\\d+-s`));
    return Number(new RegExp(`${asked}-(\\d+)-s`).exec(await serial.text())?.[1]);
  };
  await serial.say("echo kept > /tmp/before; cat /tmp/before", /^kept$/m);
  const { id, pid } = await instance.machine("web", ({ status }) => status === "running");
  const before = await uptime("before");
  await dashboard.getByRole("button", { name: "Screen", exact: true }).click();
  await dashboard.getByText("Connected", { exact: true }).waitFor();
  await dashboard.getByRole("button", { name: "Keys" }).click();
  await dashboard.getByRole("menuitem", { name: "Ctrl+Alt+Del" }).click();
  await dashboard.getByRole("button", { name: "Serial console" }).click();
  const { serialLog } = machineRuntime(pathsFrom(instance.env, 0), id).qemu;
  const isUp = /guest web is up/g;
  await until(
    "the guest to come up once more",
    () => readFileSync(serialLog, "utf8").match(isUp)?.length === 2,
  );
  await serial.prompted();
  await serial.say("cat /tmp/before", "No such file");
  expect(await uptime("after")).toBeLessThan(before);
  expect(await instance.machine("web", ({ status }) => status === "running")).toMatchObject({
    pid,
  });
});

it("limits its memory while a guest writes much", async () => {
  await serial.say("yes talk | head -n 8000; echo over-$((2 + 2))", "over-4");
});

it("connects again when the machine has been restarted", async () => {
  await instance.json("kill", "web");
  await dashboard.getByText("The console is available while the machine is running.").waitFor();
  await dashboard.getByRole("tabpanel").getByRole("button", { name: "Start" }).click();
  await dashboard.getByRole("button", { name: "Serial console" }).click();
  await dashboard.getByText("Connected", { exact: true }).waitFor();
  await serial.prompted();
  await serial.say("echo again-$((3 + 3))", "again-6");
});

it("violates no rule of the page's security policy", () => {
  expect(complaints).toEqual([]);
});
