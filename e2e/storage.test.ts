import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFolder } from "../build/project.mjs";
import type { MachineJson } from "../electron/contract/app/cli.ts";
import type { DiskJson, TemplateJson } from "../electron/contract/app/cli-storage.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { type SerialTab, serialTab } from "./rig/app/serial-tab.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { vmdkWithParent } from "./rig/images/hostile-images.ts";
import { planted, startRepairAttack } from "./rig/images/image-attacks.ts";
import { until } from "./rig/until.ts";

/**
 * From an image to a machine and back in time, by clicks in the real app with one real guest. Each
 * test continues where the previous one ended.
 */
let desktop: Desktop;
let instance: Instance;
let app: RealApp;
let dashboard: Page;
let serial: SerialTab;
const shots = join(projectFolder, "out/shots");

const file = (name: string) => join(instance.folder, name);
const button = (name: string | RegExp) => dashboard.getByRole("button", { name, exact: true });
const tab = (name: string) => dashboard.getByRole("tab", { name }).click();
const page = (name: RegExp) => dashboard.locator("nav").getByRole("button", { name }).click();
const disks = () => instance.json<readonly DiskJson[]>("disk", "list", "web");
const web = () => instance.json<MachineJson>("show", "web");

/** Sets the file dialog's answer from now on. */
async function willPick(path: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, picked) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [picked] });
  }, path);
}

/** Shows the serial line of the shown machine, once its shell waits. */
async function openSerial(): Promise<void> {
  await tab("Console");
  await button("Serial console").click();
  await dashboard.getByText("Connected", { exact: true }).waitFor();
  await serial.prompted();
}

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  instance = makeInstance();
  await buildGuestDisk({
    path: file("golden, ü.img"),
    name: "golden",
    address: "dhcp",
    format: "raw",
  });
  for (const name of ["first.iso", "second.iso"])
    writeFileSync(file(name), Buffer.alloc(64 * 1024));
  await execa("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
    ...["-subj", "/CN=CA", "-days", "9", "-keyout", file("ca.key"), "-out", file("ca.pem")],
  ]);
  desktop = await startDesktop({});
  // This terminal only records how it was started.
  writeFileSync(file("terminal"), '#!/bin/sh\nprintf "%s\\n" "$@" >"$0.args"\n', { mode: 0o700 });
  app = await startRealApp({ ...instance.env, ...desktop.env, TERMINAL: file("terminal") });
  dashboard = await app.dashboard();
  serial = serialTab(dashboard);
});

afterAll(() => closeAll(app, instance, desktop));

/** Fills in a proxy, a certificate, and that no agent is wanted; what cannot be used is told. */
async function handOn(): Promise<void> {
  await dashboard.getByText("More options").click();
  await dashboard.getByLabel("Proxy", { exact: true }).selectOption("other");
  await dashboard.getByLabel("Proxy’s address").fill("proxy.example.org");
  await button("Create machine").click();
  await dashboard.getByText("Give an address such as http://").waitFor();
  await dashboard.getByLabel("Proxy’s address").fill("http://proxy.example.org:3128");
  const certificates = dashboard.getByRole("group", { name: "Certificates" });
  await willPick(file("ca.key"));
  await certificates.getByRole("button").click();
  await certificates.getByText(/private key/).waitFor();
  await willPick(file("ca.pem"));
  await certificates.getByRole("button").click();
  await certificates.getByText("1 certificate").waitFor();
  await dashboard.getByLabel("Install the guest agent").uncheck();
}

it("makes a template of a file, and a machine of that, which starts at once", async () => {
  await page(/^Templates/);
  await button("Add template").first().click();
  await dashboard.getByText("File", { exact: true }).click();
  await willPick(file("golden, ü.img"));
  await button("Choose…").click();
  await dashboard.getByLabel("Template name").fill("golden");
  await button("Add").click();
  await button("New machine: golden").click();
  await dashboard.getByLabel("Name", { exact: true }).fill("web");
  await dashboard.getByLabel("Memory (MiB)").fill("128");
  await handOn();
  await button("Create machine").click();
  await dashboard.getByText("“web” is ready").waitFor();
  await button("Show machine").click();
  await instance.machine("web", ({ status }) => status === "running");
  await openSerial();
  // The guest has its name from the seed.
  await serial.say("hostname", /^web$/m);
  const { id } = await web();
  const seed = join(instance.folder, "data/virtray/machines", id, "seed.img");
  const { stdout: names } = await execa("mdir", ["-b", "-i", seed, "::"]);
  expect(names).not.toContain("vendor-data");
  const { stdout: userData } = await execa("mtype", ["-i", seed, "::user-data"]);
  expect(userData).toContain("http_proxy=http://proxy.example.org:3128");
  expect(userData).toContain(readFileSync(file("ca.pem"), "utf8").split("\n")[1]);
});

it("moves the template’s image elsewhere, under the guest", async () => {
  await page(/^Settings/);
  await dashboard.getByLabel("Find a setting").fill("folder");
  const folder = dashboard.getByRole("textbox", { name: "Templates folder" });
  await folder.fill("elsewhere");
  await folder.press("Enter");
  await dashboard.getByText("“elsewhere” is not the path of a folder.").waitFor();
  await dashboard.screenshot({ path: join(shots, "templates-folder.png") });
  await app.electron.evaluate(({ dialog }, picked) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [picked] });
  }, file("images"));
  await button("Choose…").click();
  const [{ id }] = await instance.json<readonly [TemplateJson]>("template", "list");
  await until("the image there", () => existsSync(file(`images/${id}.qcow2`)));
  expect(await instance.json("template", "folder")).toEqual({ folder: file("images") });
  await dashboard.getByRole("button", { name: "Reset: Templates folder" }).click();
  await until("the image back", () => !existsSync(file(`images/${id}.qcow2`)));
  await instance.json("template", "folder", file("images"));
  expect(existsSync(file(`images/${id}.qcow2`))).toBe(true);
  await page(/^Machines/);
  await dashboard.getByTestId("machine-row-web").getByRole("button").click();
  await openSerial();
});

it("takes a snapshot while it runs, and goes back to it", async () => {
  await serial.say("echo one >/tmp/state; echo noted-$((1 + 1))", "noted-2");
  await tab("Snapshots");
  await dashboard.getByLabel("Name of the new snapshot").fill("before „it“");
  await button("Take snapshot").click();
  await button("Restore: before „it“").waitFor();
  await dashboard.getByText(/with [\d.]+ MiB of memory/).waitFor();
  await openSerial();
  await serial.say("echo two >/tmp/state; echo noted-$((1 + 2))", "noted-3");
  await tab("Snapshots");
  await button("Restore: before „it“").click();
  await dashboard.screenshot({ path: join(shots, "snapshot-restore.png") });
  await button("Restore now").click();
  await dashboard.getByText("Before “before „it“” was restored").waitFor();
  await instance.machine("web", ({ status }) => status === "running");
  await tab("Console");
  await button("Serial console").click();
  await dashboard.getByText("Connected", { exact: true }).waitFor();
  await serial.say("echo it-is-$(cat /tmp/state)", "it-is-one");
});

it("deletes snapshots", async () => {
  await tab("Snapshots");
  await button("Delete: Before “before „it“” was restored").click();
  await button("Delete: before „it“").click();
  await dashboard.getByText("No snapshots yet.", { exact: false }).waitFor();
});

it("grows the disk under the guest, and names the changes that wait until it is off", async () => {
  await tab("Disks");
  const row = dashboard.getByTestId("disk-0");
  await row.getByText("linked clone of golden", { exact: false }).waitFor();
  await button("Grow…: System disk").click();
  await dashboard.getByLabel("New size (GiB)").fill("0");
  await dashboard.keyboard.press("Enter");
  await dashboard.getByText("Give a whole number of GiB, more than 40 MiB.").waitFor();
  const focused = () => dashboard.evaluate(() => document.activeElement?.textContent);
  await dashboard.keyboard.press("Escape");
  expect(await focused()).toBe("Grow…");
  await dashboard.keyboard.press("Enter");
  await dashboard.getByLabel("New size (GiB)").fill("2");
  await dashboard.keyboard.press("Enter");
  await dashboard.getByText("The disk has 2 GiB now.", { exact: false }).waitFor();
  expect((await disks())[0]?.virtualBytes).toBe(2 * 2 ** 30);
  expect(await button("Add a disk…").isDisabled()).toBe(true);
  await willPick(file("first.iso"));
  await button("Choose…").click();
  await button("Insert").click();
  await dashboard.getByText("“web” was started without a CD drive.", { exact: false }).waitFor();
  await dashboard.screenshot({ path: join(shots, "disks-running.png") });
  await openSerial();
  await serial.say("echo sectors-$(cat /sys/block/vda/size)", `sectors-${2 ** 22}`);
});

it("leads from its menu to a terminal and to the console", async () => {
  await tab("Overview");
  await button("More: web").press("Enter");
  const item = (name: string) => dashboard.getByRole("menuitem", { name, exact: true });
  await expect
    .poll(() => item("SSH in a terminal").evaluate((it) => it === document.activeElement))
    .toBe(true);
  await dashboard.keyboard.press("Enter");
  const { address } = await web();
  const told = () => {
    const args = file("terminal.args");
    return existsSync(args) && readFileSync(args, "utf8").includes(address ?? "?");
  };
  await until("the terminal", told);
  await button("More: web").press("Enter");
  await dashboard.keyboard.press("ArrowDown");
  await dashboard.keyboard.press("Enter");
  await dashboard.getByText("Connected", { exact: true }).waitFor();
  await button("More: web").click();
  await item("Force stop").click();
  await instance.machine("web", ({ status }) => status === "stopped");
});

it("refuses an image that would write to a file of the user’s, as a template and as a disk", async () => {
  const bashrc = file("bashrc");
  const settings = "# my own settings\n".repeat(60);
  writeFileSync(bashrc, settings);
  const refused = () => dashboard.getByText("hostile.vmdk refers to another file");
  const attack = await startRepairAttack(instance.folder, bashrc);
  try {
    const nowhere = { at: 0, size: 0 };
    const hostile = vmdkWithParent(attack.name, { headerSays: nowhere });
    writeFileSync(file("hostile.vmdk"), hostile);
    await page(/^Templates/);
    await button("Add template").first().click();
    await dashboard.getByText("File", { exact: true }).click();
    await willPick(file("hostile.vmdk"));
    await button("Choose…").click();
    await dashboard.getByLabel("Template name").fill("hostile");
    await button("Add").click();
    await refused().first().waitFor();
    await dashboard.screenshot({ path: join(shots, "hostile-template.png") });
    await page(/^Machines/);
    await dashboard.getByTestId("machine-row-web").getByRole("button").click();
    await tab("Disks");
    await button("Add a disk…").click();
    await dashboard.getByText("Existing image").click();
    await button("Choose…").first().click();
    await button("Add disk").click();
    await dashboard.getByRole("form", { name: "Add a disk" }).locator(refused()).waitFor();
    await dashboard.screenshot({ path: join(shots, "hostile-disk.png") });
    await button("Cancel").click();
    expect(await instance.json<readonly TemplateJson[]>("template", "list")).toHaveLength(1);
    expect(await disks()).toHaveLength(1);
    expect(readFileSync(bashrc, "utf8")).toBe(settings);
    // Outside the product's sandbox the image does harm: the attack itself works.
    await execa("qemu-img", ["convert", "-O", "qcow2", file("hostile.vmdk"), file("out.qcow2")]);
    expect(readFileSync(bashrc, "utf8")).toContain(planted);
  } finally {
    await attack.close();
  }
});

it("adds disks, removes one and undoes that, and changes the CD and the boot order", async () => {
  await tab("Disks");
  await button("Add a disk…").click();
  await dashboard.getByLabel("Size (GiB)").fill("3");
  await button("Add disk").click();
  await button("Remove: Disk 2").waitFor();
  await execa("qemu-img", ["create", "-q", "-f", "raw", file("old data.img"), "1M"]);
  await button("Add a disk…").click();
  await dashboard.getByText("Existing image").click();
  await app.agree();
  await dashboard.getByLabel("Disk image").fill(file("nothing.img"));
  await button("Add disk").click();
  await dashboard.locator(".bad").getByText("nothing.img", { exact: false }).waitFor();
  await willPick(file("old data.img"));
  await button("Choose…").first().click();
  await dashboard.getByText("raw, 1 MiB").waitFor();
  await button("Add disk").click();
  await dashboard.getByText("A machine can have 2 additional disks").waitFor();
  const both = await disks();
  expect(both.map(({ virtualBytes, format }) => [virtualBytes, format])).toEqual([
    [2 * 2 ** 30, "qcow2"],
    [3 * 2 ** 30, "qcow2"],
    [2 ** 20, "raw"],
  ]);
  await button("Remove: Disk 2").click();
  await button("Undo").waitFor();
  expect((await disks()).map(({ path }) => path)).toEqual([both[0]?.path, both[2]?.path]);
  expect(existsSync(both[1]?.path ?? "")).toBe(true);
  await dashboard.screenshot({ path: join(shots, "disk-removed.png") });
  await button("Undo").click();
  await button("Remove: Disk 3").waitFor();
  expect(await disks()).toEqual(both);
  await dashboard.getByLabel("CD image").fill(file("first.iso"));
  await dashboard.getByLabel("CD image").press("Enter");
  await dashboard.getByLabel("Boot first from").selectOption("CD drive");
  await until("the machine's file to say so", async () => {
    const text = readFileSync(
      join(instance.folder, "data/virtray/machines", (await web()).id, "machine.json"),
      "utf8",
    );
    const { cdrom, boot } = JSON.parse(text);
    return cdrom === file("first.iso") && boot === "cdrom";
  });
  await button("Eject").click();
  await dashboard.getByText("Ejected.", { exact: true }).waitFor();
});

it("makes a machine that is installed from a CD", async () => {
  await button("New machine").first().click();
  await dashboard.getByText("Install CD", { exact: true }).click();
  await dashboard.getByLabel("Name", { exact: true }).fill("fresh");
  await dashboard.getByLabel("CD image").fill(file("second.iso"));
  await dashboard.getByLabel("Disk (GiB)").fill("4");
  await dashboard.getByLabel("Memory (MiB)").fill("64");
  await button("Create machine").click();
  await button("Open console").click();
  await instance.machine("fresh", ({ status }) => status === "running");
  await dashboard.getByText("Connected", { exact: true }).waitFor();
  await dashboard.screenshot({ path: join(shots, "installing.png") });
  // That disc is not bootable, so another one is inserted while the machine runs.
  await tab("Disks");
  await dashboard.getByLabel("CD image").fill(file("first.iso"));
  await dashboard.getByLabel("CD image").press("Enter");
  await dashboard.getByText("Inserted.").waitFor();
  await button("Eject").click();
  await dashboard
    .getByText("The empty drive is removed at the next start.", { exact: false })
    .waitFor();
  await instance.json("kill", "fresh");
});

it("deletes a machine, and restores it unchanged", async () => {
  await dashboard.getByTestId("machine-row-web").getByRole("button").click();
  await button("More: web").click();
  await dashboard.getByRole("menuitem", { name: "Move to trash" }).click();
  await dashboard.getByTestId("machine-row-web").waitFor({ state: "detached" });
  // Its seconds run down beside the word.
  await dashboard.getByRole("button", { name: "Undo" }).click();
  await dashboard.getByTestId("machine-row-web").waitFor();
  expect((await disks()).length).toBe(3);
});
