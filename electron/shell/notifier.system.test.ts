import { rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RealApp, startRealApp } from "../../e2e/rig/app/real-app.ts";
import { type Instance, makeInstance } from "../../e2e/rig/command.ts";
import { startDesktop } from "../../e2e/rig/desktop/desktop.ts";
import type { Desktop } from "../../e2e/rig/desktop/desktop-type.ts";
import {
  type StandInNotifier,
  startStandInNotifier,
} from "../../e2e/rig/desktop/stand-in-notifier.ts";
import { type StandInPanel, startStandInPanel } from "../../e2e/rig/desktop/stand-in-panel.ts";
import { until } from "../../e2e/rig/until.ts";
import type { Bridge } from "../contract/channels/table.ts";

let instance: Instance;
let desktop: Desktop;
let panel: StandInPanel;
let notifier: StandInNotifier;
let app: RealApp;

/** Starts a machine and ends its QEMU from outside, as a crash does. */
async function crash(name: string): Promise<void> {
  await instance.json("start", name);
  const { pid } = await instance.machine(name, (machine) => machine.status === "running");
  const popover = await app.popover();
  await popover.getByTestId(`machine-row-${name}`).locator(".glyph-running").waitFor();
  process.kill(pid ?? 0, "SIGKILL");
  await instance.machine(name, ({ status }) => status === "failed");
  await popover.getByTestId(`machine-row-${name}`).locator(".glyph-failed").waitFor();
}

beforeAll(async () => {
  instance = makeInstance();
  for (const name of ["web", "db"]) {
    const disk = join(instance.folder, `${name}.qcow2`);
    await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "1M"]);
    await instance.json("add", name, "--disk", disk, "--memory", "64");
  }
  const marked = join(instance.folder, "<b>marked<b>.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", marked, "1M"]);
  await instance.json("add", "marked", "--disk", marked, "--memory", "64");
  rmSync(marked);
  desktop = await startDesktop({});
  panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  notifier = await startStandInNotifier(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  app = await startRealApp({ ...instance.env, ...desktop.env });
});

afterAll(async () => {
  await app?.close();
  notifier?.close();
  panel?.close();
  await desktop?.close();
  await instance?.close();
});

it("reports a machine that fails, and a click leads to its page", async () => {
  await crash("web");
  const told = await until("the notification", () => notifier.seen[0]);
  expect(told).toMatchObject({ title: "“web” stopped unexpectedly", app: "Virtray" });
  expect(told.body).toMatch(/^The machine’s QEMU process crashed or was killed/);
  expect(told.desktopEntry).toBe("io.github.virtray.Virtray");
  notifier.click(told);
  const dashboard = await app.dashboard();
  await dashboard.getByRole("heading", { name: "web", exact: true }).waitFor();
});

it("starts a machine that failed again by a button of the notification", async () => {
  const [told] = notifier.seen;
  if (told === undefined) throw new Error("nothing was reported");
  expect([...told.buttons.values()]).toEqual(["Start again"]);
  notifier.press(told, "Start again");
  await instance.machine("web", ({ status }) => status === "running");
});

it("shows no markup from a name or a server", async () => {
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
  expect((await instance.virtray("start", "marked")).exitCode).toBe(1);
  const told = await until("the notification", () => notifier.seen[1]);
  expect(told.title).toBe("“marked” did not start");
  expect(told.body).toContain("/‹b>marked‹b>.qcow2");
});

it("shows nothing if the settings forbid it", async () => {
  const dashboard = await app.dashboard();
  const set = (notify: boolean) =>
    dashboard.evaluate(
      (request) =>
        (window as unknown as { virtray: Bridge }).virtray.call("settings.set", {
          notify: request,
        }),
      notify,
    );
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
  expect(await set(false)).toMatchObject({ ok: true });
  await crash("db");
  expect(notifier.seen).toHaveLength(2);
  expect(await set(true)).toMatchObject({ ok: true });
  await crash("db");
  const told = await until("the notification", () => notifier.seen[2]);
  expect(told.title).toBe("“db” stopped unexpectedly");
});
