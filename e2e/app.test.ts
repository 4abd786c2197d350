import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFolder } from "../build/project.mjs";
import { pathsFrom } from "../electron/adapters/files/paths.ts";
import { unfinishedName } from "../electron/adapters/files/unfinished-files.ts";
import { findSupervisor } from "../electron/adapters/supervisor/lock.ts";
import type {
  AutostartJson,
  LanJson,
  MachineJson,
  SshConfigJson,
  UplinkJson,
} from "../electron/contract/app/cli.ts";
import { openNewMachine } from "./rig/app/new-machine.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { closeAll } from "./rig/close-all.ts";
import type { Instance } from "./rig/command.ts";
import { firstTrayIcon, startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { clickIconByKeys, clickUntilOpen } from "./rig/desktop/tray-hosts.ts";
import { endChild } from "./rig/end-child.ts";
import { guestRun } from "./rig/guest/run.mjs";
import { guests, makePlace, type Place } from "./rig/images/place.ts";
import {
  anywhere,
  capture,
  networkState,
  sh,
  type TestUplink,
  tellPort,
} from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/**
 * The main job as a person does it, on a desktop with a real tray: from the click on the icon to a
 * guest that leaves by the uplink that was clicked. Each test continues where the previous one
 * ended.
 */
let desktop: Desktop;
let place: Place;
let cable: TestUplink;
let wifi: TestUplink;
let instance: Instance;
let app: RealApp;

const { web, db } = guests;
const shots = join(projectFolder, "out/shots");
const environment = () => ({ ...instance.env, ...desktop.env });
const seenFrom = (guest: string) =>
  guestRun(guest, `echo '?' | nc -w 30 ${anywhere} ${tellPort} || true`);
const { x, y } = firstTrayIcon;
const clickTray = () => desktop.pointer("mousemove", `${x}`, `${y}`, "click", "1");

/** Opens the popover by a click on the icon, unless it is open. */
async function openPopover(): Promise<Page> {
  if (!(await app.isPopoverVisible())) await clickTray();
  await until("the popover", () => app.isPopoverVisible());
  return app.popover();
}

const downloadPort = 7100;

/** Serves an endless download behind an uplink; resolves when it can be fetched. */
async function startDownloads(namespace: string): Promise<ChildProcess> {
  const program = `require("node:net").createServer({ allowHalfOpen: true }, (socket) => {
    const more = setInterval(() => socket.write("0123456789"), 20);
    socket.on("error", () => {}).on("close", () => clearInterval(more));
  }).listen(${downloadPort}, "0.0.0.0", () => console.log("ready"))`;
  const server = spawn("ip", ["netns", "exec", namespace, process.execPath, "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(server.stdout, "data");
  return server;
}

async function chooseUplink(key: string): Promise<void> {
  const popover = await openPopover();
  await popover.getByTestId(`uplink-${key}`).click();
  await until(`${key} to be chosen`, async () => {
    const { choice, active } = await instance.json<UplinkJson>("uplink");
    return choice.mode === "pinned" ? active === key : choice.mode === key;
  });
}

async function addByForm(name: string, start: boolean): Promise<void> {
  const dashboard = await openNewMachine(app, await openPopover());
  await dashboard.getByRole("textbox", { name: "Name" }).fill(name);
  await dashboard
    .getByRole("textbox", { name: "Disk image" })
    .fill(join(instance.folder, `${name}.qcow2`));
  await dashboard.getByRole("textbox", { name: "Memory (MiB)" }).fill("256");
  await dashboard.getByRole("checkbox", { name: "Start the machine" }).setChecked(start);
  await dashboard.screenshot({ path: join(shots, `form-${name}.png`) });
  // Its path was typed, so main itself asks whether it may be used.
  await app.agree();
  await dashboard.getByRole("button", { name: "Create machine" }).click();
  await instance.machine(name, () => true);
}

/** Kills the app, as a crash does. */
async function killApp(): Promise<void> {
  const ended = new Promise((resolve) => app.electron.process().once("exit", resolve));
  app.electron.process().kill("SIGKILL");
  await ended;
}

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  place = await makePlace();
  ({ cable, wifi, instance } = place);
  // Keep the files for ssh apart from this user's own.
  instance.env["HOME"] = instance.folder;
  desktop = await startDesktop({ tray: "xfce" });
  app = await startRealApp(environment());
});

afterAll(() => closeAll(app, place, desktop));

it("opens the popover by a click on the icon in a real tray, and hides it by another", async () => {
  expect(await app.isPopoverVisible()).toBe(false);
  await openPopover();
  await clickTray();
  await until("the popover to hide", async () => !(await app.isPopoverVisible()));
});

it("switches the LAN on", async () => {
  const popover = await openPopover();
  await popover.getByRole("switch", { name: "LAN" }).click();
  await popover.getByText("LAN on", { exact: true }).waitFor();
  expect((await instance.json<LanJson>("lan", "status")).status).toBe("on");
});

it("adds a machine by the form, which proposes the next free address", async () => {
  await addByForm("web", false);
  const machine = await instance.machine("web", ({ status }) => status === "stopped");
  expect(machine.address).toBe(web);
});

it("exports it, with a definition for libvirt, from its menu to the chosen file", async () => {
  const file = join(instance.folder, "exported.qcow2");
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, file);
  const popover = await openPopover();
  await popover.getByRole("button", { name: "More: web" }).click();
  await popover.screenshot({ path: join(shots, "menu-of-stopped.png") });
  await popover.getByRole("menuitem", { name: "Details" }).click();
  const dashboard = await app.dashboard();
  await dashboard.getByRole("button", { name: "More: web" }).click();
  await dashboard.getByRole("menuitem", { name: "Export…" }).click();
  await dashboard.getByText("For libvirt (disk image and XML)").click();
  await dashboard.screenshot({ path: join(shots, "export.png") });
  await dashboard.getByRole("button", { name: "Choose where…" }).click();
  await dashboard.getByText(`“web” was exported to ${file}.`).waitFor();
  await dashboard.screenshot({ path: join(shots, "exported.png") });
  await sh("qemu-img", "compare", join(instance.folder, "web.qcow2"), file);
  const domain = readFileSync(join(instance.folder, "exported.xml"), "utf8");
  expect(domain).toContain(`<source file="${file}"/>`);
});

it("asks before an export replaces files beside its own, and keeps them if the answer is no", async () => {
  const file = join(instance.folder, "again.qcow2");
  const definition = join(instance.folder, "again.xml");
  writeFileSync(definition, "mine");
  const answerNext = (response: number) =>
    app.electron.evaluate(
      ({ dialog }, [path, response]) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
        dialog.showMessageBox = async (...words: readonly unknown[]) => {
          const [{ message }] = words.slice(-1) as [{ message: string }];
          Object.assign(globalThis, { asked: message });
          return { response, checkboxChecked: false };
        };
      },
      [file, response] as const,
    );
  const dashboard = await app.dashboard();
  for (const response of [0, 1]) {
    await answerNext(response);
    await dashboard.getByRole("button", { name: "More: web" }).click();
    await dashboard.getByRole("menuitem", { name: "Export…" }).click();
    await dashboard.getByText("For libvirt (disk image and XML)").click();
    await dashboard.getByRole("button", { name: "Choose where…" }).click();
    const asked = () => app.electron.evaluate(() => (globalThis as { asked?: string }).asked ?? "");
    await expect.poll(asked).toBe(`Replace the existing files? ${definition}`);
    if (response === 0) {
      await dashboard
        .getByRole("button", { name: "Cancel: Export: web" })
        .waitFor({ state: "detached" });
      expect(readFileSync(definition, "utf8")).toBe("mine");
      expect(existsSync(file)).toBe(false);
    }
  }
  await dashboard.getByText(`“web” was exported to ${file}.`).waitFor();
  expect(readFileSync(definition, "utf8")).toContain(`<source file="${file}"/>`);
});

it("starts at login, in its turn, if its settings say so", async () => {
  const popover = await openPopover();
  await popover.getByRole("button", { name: "More: web" }).click();
  await popover.getByRole("menuitem", { name: "Details" }).click();
  const dashboard = await app.dashboard();
  await dashboard.getByRole("tab", { name: "Settings" }).click();
  const when = dashboard.getByRole("combobox", { name: "Start at login" });
  const asked = async () =>
    (await instance.json<AutostartJson>("autostart")).machines.map((each) => [
      each.name,
      each.when,
      each.order,
    ]);
  await when.selectOption("If it was running");
  await until("the command to tell", async () => (await asked())[0]?.[1] === "as-before");
  const turn = dashboard.getByRole("textbox", { name: "Start order" });
  await turn.fill("100");
  await turn.press("Enter");
  expect(await asked()).toEqual([["web", "as-before", 50]]);
  await turn.fill("7");
  await dashboard.screenshot({ path: join(shots, "autostart.png") });
  await turn.press("Enter");
  await until("the turn to be kept", async () => (await asked())[0]?.[2] === 7);
  await when.selectOption("Never");
  await until("the command to tell", async () => (await asked())[0]?.[1] === "never");
});

it("saves a report from the Health page", async () => {
  const file = join(instance.folder, "report.tar.gz");
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, file);
  const dashboard = await app.dashboard();
  await dashboard.getByRole("button", { name: /^Health/ }).click();
  await dashboard.getByRole("button", { name: "Save support report…" }).click();
  await dashboard.getByText("Saved: findings, definitions and logs").waitFor();
  await dashboard.screenshot({ path: join(shots, "health.png") });
  expect((await sh("tar", "-tzf", file)).split("\n")).toEqual(
    expect.arrayContaining(["host.txt", "findings.json", "machines.json", "logs/web.txt"]),
  );
});

it("starts it by a click in the popover, and it answers at its address", async () => {
  const popover = await openPopover();
  const row = popover.getByTestId("machine-row-web");
  await row.hover();
  await row.getByRole("button", { name: "Start: web" }).click();
  await instance.machine("web", ({ reachable }) => reachable === true);
  await sh("ping", "-c", "1", "-W", "2", web);
  expect(await guestRun(web, "hostname")).toBe("web");
});

it("sends it out by the uplink that is clicked, and by no other", async () => {
  await chooseUplink("wlan0");
  const onCable = await capture("eth0", `host ${anywhere} or net 192.168.100.0/24`);
  expect(await seenFrom(web)).toBe(wifi.address);
  expect(await onCable.end()).toEqual([]);
  await chooseUplink("eth0");
  const onWifi = await capture("wlan0", `host ${anywhere} or net 192.168.100.0/24`);
  expect(await seenFrom(web)).toBe(cable.address);
  expect(await onWifi.end()).toEqual([]);
});

it("ends a download over the former uplink, and sends the next one over the new one", async () => {
  const sources = await Promise.all(
    [cable, wifi].map(({ namespace }) => startDownloads(namespace)),
  );
  const download = `nc ${anywhere} ${downloadPort}`;
  const received = async () => Number(await guestRun(web, "wc -c < /tmp/got"));
  await guestRun(web, `${download} > /tmp/got 2> /dev/null < /dev/null &`);
  await until("the download to run", async () => (await received()) > 0);
  const unmasked = await capture(wifi.interface, "net 192.168.100.0/24");

  await chooseUplink("wlan0");
  const cutOffAt = await received();
  expect(Number(await guestRun(web, `timeout 2 ${download} | wc -c`))).toBeGreaterThan(0);
  expect(await received()).toBe(cutOffAt);
  expect(await unmasked.end()).toEqual([]);
  for (const source of sources) await endChild(source);
});

it("forwards a port of this computer to it, and takes that back, by clicks on its page", async () => {
  const popover = await openPopover();
  await popover.getByRole("button", { name: "More: web" }).click();
  await popover.getByRole("menuitem", { name: "Details" }).click();
  const dashboard = await app.dashboard();
  await dashboard.getByRole("tab", { name: "Network" }).click();
  await dashboard.getByRole("button", { name: "Port forwards: Add…" }).click();
  await dashboard.getByLabel("Port of this computer").fill("8080");
  await dashboard.getByLabel("Port in the machine").fill("80");
  await dashboard.getByLabel("Allow other computers, too").check();
  await dashboard.keyboard.press("Enter");
  await dashboard.locator(".forward-reach").getByText(`${wifi.address}:8080`).waitFor();
  await dashboard.screenshot({ path: join(shots, "forwards.png") });
  const fetch = ["curl", "-sf", "-m", "3"] as const;
  const here = () => sh(...fetch, "http://localhost:8080/");
  // The page shows the machine's file, which netd reads a moment later.
  const leadsHere = async () => (await here().catch(() => null)) === "web";
  await until("the machine", leadsHere);
  const outside = [...fetch, `http://${wifi.address}:8080/`];
  expect(await sh("ip", "netns", "exec", wifi.namespace, ...outside)).toBe("web");
  await dashboard.getByRole("button", { name: "Copy: localhost:8080" }).click();
  await until(
    "the clipboard",
    async () =>
      (await app.electron.evaluate(({ clipboard }) => clipboard.readText())) === "localhost:8080",
  );
  await dashboard.getByRole("button", { name: "Remove: localhost:8080 (TCP)" }).click();
  await dashboard.getByText("localhost:8080 no longer leads here.").waitFor();
  await expect(here()).rejects.toThrow();
  // The choice of an uplink can still be undone, too.
  const removed = dashboard.locator(".toast", { hasText: "localhost:8080 no longer leads here." });
  await removed.getByRole("button", { name: "Undo" }).click();
  await dashboard.getByText("→ 80/tcp").waitFor();
  await until("the machine again", leadsHere);
});

it("keeps a running machine when the app is killed, finds it again, and removes leftovers", async () => {
  const running = await instance.machine("web", ({ pid }) => pid !== null);
  // Leave the traces of an interrupted export.
  const left = join(instance.folder, unfinishedName());
  writeFileSync(left, "");
  const notes = join(instance.folder, "data/virtray/unfinished");
  mkdirSync(notes, { recursive: true });
  writeFileSync(join(notes, `${app.electron.process().pid}-1-0.json`), JSON.stringify([left]));
  await killApp();
  expect((await instance.machine("web", ({ pid }) => pid !== null)).pid).toBe(running.pid);
  app = await startRealApp(environment());
  await until(
    "the end of what was left",
    () => !existsSync(left) && readdirSync(notes).length === 0,
  );
  const popover = await openPopover();
  await popover.getByText("1 running of 1").waitFor();
  await popover.getByText("LAN on", { exact: true }).waitFor();
  const found = await instance.machine("web", ({ reachable }) => reachable === true);
  expect([found.pid, found.status]).toEqual([running.pid, "running"]);
});

it("lets two machines reach each other, and the host both", async () => {
  await addByForm("db", true);
  await instance.machine("db", ({ reachable }) => reachable === true);
  await guestRun(web, `ping -c 1 -W 2 ${db}`);
  await guestRun(db, `ping -c 1 -W 2 ${web}`);
  await sh("ping", "-c", "1", "-W", "2", web);
  await sh("ping", "-c", "1", "-W", "2", db);
  const popover = await openPopover();
  await popover.getByText("2 running of 2").waitFor();
  await popover.screenshot({ path: join(shots, "popover.png") });
});

it("shows changes that the command makes", async () => {
  await instance.json("pause", "db");
  const popover = await openPopover();
  await popover.getByTestId("machine-row-db").getByText("paused").first().waitFor();
  await instance.json("resume", "db");
  await popover.getByText("2 running of 2").waitFor();
});

it("goes from the icon in a tray that takes keys to another uplink and to a running machine by keyboard alone", async () => {
  await instance.json("kill", "db");
  await instance.machine("db", ({ status }) => status === "stopped");
  await app.close();
  await desktop.close();
  desktop = await startDesktop({ tray: "mate" });
  app = await startRealApp(environment());
  const press = (...keys: readonly string[]) => desktop.pointer("key", ...keys);
  const popover = await app.popover();
  const focused = () =>
    popover.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute("data-testid") ?? activeElement?.ariaLabel ?? "";
    });
  /** Waits for the effect of each key: a key that is pressed too soon would go too far. */
  const moveTo = (key: string, part: string) =>
    until(`the focus on ${part}`, async () => {
      const before = await focused();
      if (before === part) return true;
      await press(key);
      await until("the focus to move", async () => (await focused()) !== before);
      return false;
    });
  await clickUntilOpen(app, () => clickIconByKeys(desktop));
  for (const [key, uplink, address] of [
    ["Down", "eth0", cable.address],
    ["Down", "wlan0", wifi.address],
  ] as const) {
    await moveTo(key, `uplink-${uplink}`);
    await press("Return");
    await until(
      `${uplink} to be used`,
      async () => (await instance.json<UplinkJson>("uplink")).active === uplink,
    );
    expect(await seenFrom(web)).toBe(address);
  }
  await desktop.pointer("type", "db");
  await popover.getByTestId("machine-row-web").waitFor({ state: "hidden" });
  await press("Down");
  await moveTo("Right", "Start: db");
  await press("Return");
  await instance.machine("db", ({ reachable }) => reachable === true);
  for (const isVisible of [false, true, false]) {
    await press("super+alt+v");
    await until("the shortcut", async () => (await app.isPopoverVisible()) === isVisible);
  }
});

it("shows the popover when a shortcut of the desktop calls the command", async () => {
  const command = [join(projectFolder, "build/virtray.mjs"), "popover"];
  // The runtime of the sources lies in the real cache, not in the instance's.
  const { HOME, XDG_CACHE_HOME } = process.env;
  const env = { ...environment(), HOME, XDG_CACHE_HOME };
  const call = () => execa(process.execPath, command, { env, extendEnv: false });
  await call();
  await until("the popover", () => app.isPopoverVisible());
  await call();
  await until("the popover to hide", async () => !(await app.isPopoverVisible()));
});

it("leaves machines and LAN running when it quits", async () => {
  await app.close();
  const machines = await instance.json<readonly MachineJson[]>("list");
  expect(machines.map(({ name, status }) => [name, status])).toEqual([
    ["db", "running"],
    ["web", "running"],
  ]);
  expect(await seenFrom(web)).toBe(wifi.address);
  app = await startRealApp(environment());
});

it("shuts machines down and the LAN off, and the host is as before", async () => {
  const popover = await openPopover();
  for (const name of ["web", "db"]) {
    const row = popover.getByTestId(`machine-row-${name}`);
    await row.hover();
    await row.getByRole("button", { name: `Shut down: ${name}` }).click();
  }
  await popover.getByText("none of 2 running").waitFor();
  await popover.getByRole("switch", { name: "LAN" }).click();
  await popover.getByText("LAN off", { exact: true }).waitFor();
  expect(await networkState()).toBe(place.before);
});

it("starts a machine without the LAN; its supervisor survives the app, and is restarted by the next app and after each kill", async () => {
  const popover = await openPopover();
  const row = popover.getByTestId("machine-row-db");
  await row.hover();
  await row.getByRole("button", { name: "Start: db" }).click();
  const paths = pathsFrom(instance.env, process.getuid?.() ?? 0);
  const first = await until("the supervisor", () => findSupervisor(paths));
  await killApp();
  expect(await findSupervisor(paths)).toEqual(first);
  process.kill(first.pid, "SIGKILL");
  await until("its end", async () => (await findSupervisor(paths)) === null);
  app = await startRealApp(environment());
  const next = await until("another one", () => findSupervisor(paths));
  expect(next).not.toEqual(first);
  process.kill(next.pid, "SIGKILL");
  await until("a third one", async () => {
    const found = await findSupervisor(paths);
    return found !== null && found.pid !== next.pid;
  });
  await instance.json("kill", "db");
  await until("its end", async () => (await findSupervisor(paths)) === null);
});

it("removes all traces by clicks in the inventory, after listing what outlasts the LAN", async () => {
  const ssh = await instance.json<SshConfigJson>("ssh-config", "install");
  await instance.json("lan", "up");
  const popover = await openPopover();
  await popover.getByRole("button", { name: "Dashboard", exact: true }).click();
  const dashboard = await app.dashboard();
  await dashboard.getByRole("button", { name: "Network", exact: true }).click();
  const inventory = dashboard.getByRole("region", { name: "What Virtray has on this" });
  await inventory.locator("summary").click();
  await inventory.getByText("inet virtray").waitFor();
  const dialog = dashboard.getByRole("dialog", { name: "Remove all traces?" });
  const ask = () => inventory.getByRole("button", { name: "Remove all traces…" }).click();
  await ask();
  expect(await dialog.locator(".dialog-path").textContent()).toBe(`${ssh.file}\n${ssh.includedBy}`);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  expect((await instance.json<LanJson>("lan", "status")).status).toBe("on");
  expect(readFileSync(ssh.includedBy, "utf8")).toContain("Include");
  await ask();
  await dialog.getByRole("button", { name: "Remove all traces" }).click();
  await inventory.getByText("All traces have been removed.").waitFor();
  expect((await instance.json<LanJson>("lan", "status")).status).toBe("off");
  expect([ssh.file, ssh.includedBy].map(existsSync)).toEqual([false, false]);
  expect(await networkState()).toBe(place.before);
});
