import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { execa } from "execa";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type {
  LanJson,
  MachineDetailJson,
  MachineJson,
  UplinkJson,
} from "../electron/contract/app/cli.ts";
import type { TemplateJson } from "../electron/contract/app/cli-storage.ts";
import { type AppError, appError } from "../electron/contract/errors/app-error.ts";
import { wordsFor } from "../electron/contract/words/catalogues.ts";
import { describeError } from "../electron/contract/words/words.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { makeUplink, sh, type TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/**
 * Each trouble is brought about for real, and each time the button beside the words is clicked and
 * helps. The machines are firmware only.
 */
let cable: TestUplink;
let wifi: TestUplink;
let instance: Instance;
let desktop: Desktop;
let app: RealApp;
let dashboard: Page;

const words = wordsFor("en");
const { templates } = words.ui;
const file = (name: string) => join(instance.folder, name);
const page = (name: RegExp) => dashboard.locator("nav").getByRole("button", { name }).click();
const trouble = (words: string | RegExp) => dashboard.locator(".note").filter({ hasText: words });
/** The sentence of an error, as the pages show it. */
const told = (about: AppError) => describeError(words, about).what;
const lanStatus = async () => (await instance.json<LanJson>("lan", "status")).status;
const is = (status: MachineJson["status"]) => (machine: MachineJson) => machine.status === status;

/** Clicks the button beside the words, which are gone afterwards. */
async function help(words: string | RegExp, button: string | RegExp): Promise<void> {
  const note = trouble(words);
  await note.getByRole("button", { name: button, exact: true }).click();
  await note.waitFor({ state: "detached" });
}

/** Adds a machine with an empty disk, and shows its page. */
async function show(name: string, ...options: readonly string[]): Promise<MachineJson> {
  const disk = file(`${name}.qcow2`);
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "1M"]);
  await instance.json("add", name, "--disk", disk, "--memory", "32", ...options);
  await page(/^Machines/);
  await dashboard.getByTestId(`machine-row-${name}`).getByRole("button").first().click();
  await dashboard.getByRole("heading", { name, exact: true }).waitFor();
  return instance.machine(name, () => true);
}

const act = (name: string) =>
  dashboard.locator(".detail-actions").getByRole("button", { name, exact: true }).click();

/** Starts the machine that is shown by its button. */
async function start(name: string): Promise<MachineJson & { readonly pid: number }> {
  await act("Start");
  const machine = await instance.machine(name, is("running"));
  if (machine.pid === null) throw new Error(`${name} has no process`);
  return { ...machine, pid: machine.pid };
}

beforeAll(async () => {
  cable = await makeUplink("eth0", 1);
  wifi = await makeUplink("wlan0", 2);
  await cable.addDefaultRoute(100);
  await wifi.addDefaultRoute(600);
  instance = makeInstance();
  desktop = await startDesktop({});
  app = await startRealApp({ ...instance.env, ...desktop.env });
  dashboard = await app.dashboard();
  // Paths are typed here, so main itself asks whether they may be used.
  await app.agree();
});

afterAll(() => closeAll(app, desktop, instance, wifi, cable));

it("a LAN whose interface somebody else has: tries again once that is gone", async () => {
  await sh("ip", "link", "add", "vtap0", "type", "veth", "peer", "name", "vtap0-far");
  await dashboard.getByRole("switch", { name: "LAN" }).click();
  const taken = told(appError("lan-interface-taken", { interface: "vtap0" }));
  await trouble(taken).waitFor();
  await sh("ip", "link", "delete", "vtap0");
  await help(taken, "Try again");
  await until("the LAN", async () => (await lanStatus()) === "on");
});

it("an uplink that is down: uses the one that works", async () => {
  await page(/^Network/);
  await instance.json("uplink", "set", "eth0");
  await sh("ip", "-n", cable.namespace, "link", "set", cable.farEnd, "down");
  await help(told(appError("uplink-down", { interface: "eth0" })), "Use wlan0");
  await until("wlan0", async () => {
    const { active } = await instance.json<UplinkJson>("uplink");
    return active === "wlan0";
  });
  await sh("ip", "-n", cable.namespace, "link", "set", cable.farEnd, "up");
});

it("a machine that runs while the LAN is off: switches it on", async () => {
  await instance.json("lan", "down");
  await until("the LAN to be off", async () => (await lanStatus()) === "off");
  await show("alone");
  await start("alone");
  await help(told(appError("machine-without-lan", { name: "alone" })), "Switch the LAN on");
  await until("the LAN", async () => (await lanStatus()) === "on");
});

it("a disk that is gone: asks for the file and starts", async () => {
  await show("moved");
  renameSync(file("moved.qcow2"), file("elsewhere.qcow2"));
  await act("Start");
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, file("elsewhere.qcow2"));
  await help(told(appError("disk-missing", { path: file("moved.qcow2") })), "Choose the file…");
  await instance.machine("moved", is("running"));
  const { definition } = await instance.json<MachineDetailJson>("show", "moved");
  expect(definition.disk.path).toBe(file("elsewhere.qcow2"));
});

it("a machine that was killed from outside: starts it again", async () => {
  await show("killed");
  const { pid } = await start("killed");
  process.kill(pid, "SIGKILL");
  await help("“killed”", "Start again");
  expect((await instance.machine("killed", is("running"))).pid).not.toBe(pid);
});

it("a QEMU that does not answer: ends it by force", async () => {
  await show("silent");
  const { pid } = await start("silent");
  process.kill(pid, "SIGSTOP");
  await act("Pause");
  await trouble("“silent”").getByRole("button", { name: "Force stop" }).click();
  await instance.machine("silent", is("stopped"));
});

it("a guest that does not power down: waits longer, or ends it by force", async () => {
  await show("stubborn");
  await start("stubborn");
  await act("Shut down");
  const late = told(appError("machine-stop-timeout", { name: "stubborn", seconds: 60 }));
  await trouble(late).waitFor();
  await help(late, "Wait 60 s more");
  await instance.machine("stubborn", is("stopping"));
  await instance.json("kill", "stubborn");
});

it("a definition that cannot be read: goes back to its backup", async () => {
  const { id } = await show("corrupt");
  const definition = join(instance.folder, "data/virtray/machines", id, "machine.json");
  writeFileSync(definition, "{");
  const row = dashboard.getByTestId(`machine-row-${id}`);
  await row.getByRole("button", { name: /unreadable/ }).click();
  await row.locator(".note").getByRole("button").click();
  await instance.machine("corrupt", is("stopped"));
});

it("a /dev/kvm that may not be opened: leads to the repair", async () => {
  await sh("mount", "--bind", "/dev/kvm", "/dev/kvm");
  await sh("mount", "-o", "remount,bind,nodev", "/dev/kvm");
  try {
    // As on a computer where KVM was never tried.
    rmSync(file("cache"), { recursive: true, force: true });
    await show("fast", "--accel", "kvm");
    await act("Start");
    const denied = told(appError("kvm-denied", {}));
    await trouble(denied).getByRole("button", { name: "Fix…" }).click();
    await dashboard.getByRole("heading", { name: "Health" }).waitFor();
    await dashboard.locator(".finding").getByText("/dev/kvm").first().waitFor();
  } finally {
    await sh("umount", "/dev/kvm");
  }
});

it("a template that machines are made from: makes them independent, then it can go", async () => {
  const image = Buffer.alloc(2 ** 20);
  image.set([0x55, 0xaa], 510);
  writeFileSync(file("tiny.raw"), image);
  await instance.json("template", "add", "tiny", "--from", file("tiny.raw"));
  await instance.json("create", "clone", "--template", "tiny", "--memory", "32");
  await page(/^Templates/);
  const askToDelete = async () => {
    await dashboard.getByRole("button", { name: "More: tiny" }).click();
    await dashboard.getByRole("menuitem", { name: "Delete…" }).click();
  };
  await askToDelete();
  const held = told(appError("template-has-clones", { name: "tiny", machines: "clone" }));
  // The machine that the sentence names is a link to its page.
  await trouble(held).getByRole("button", { name: "clone", exact: true }).click();
  await dashboard.getByRole("heading", { name: "clone", exact: true }).waitFor();
  await page(/^Templates/);
  await askToDelete();
  await help(held, "Make clone independent");
  await dashboard.getByRole("button", { name: "Delete template" }).click();
  await until("the template to be gone", async () => {
    return (await instance.json<readonly TemplateJson[]>("template", "list")).length === 0;
  });
});

/** Adds a template by the form, from a file or a URL. */
async function addTemplate(name: string, kind: "file" | "url", from: string) {
  await page(/^Templates/);
  await dashboard.getByRole("button", { name: "Add template" }).first().click();
  await dashboard.getByText(templates.kind[kind], { exact: true }).click();
  await dashboard.getByRole("textbox", { name: templates[kind], exact: true }).fill(from);
  await dashboard.getByLabel(templates.name).fill(name);
  await dashboard.getByRole("button", { name: "Add", exact: true }).click();
}

const hasTemplate = (name: string) =>
  until(`the template ${name}`, async () =>
    (await instance.json<readonly TemplateJson[]>("template", "list")).some(
      (each) => each.name === name,
    ),
  );

it("a full disk: tries again once there is room", async () => {
  const small = file("small");
  mkdirSync(small);
  await sh("mount", "-t", "tmpfs", "-o", "size=16M", "tmpfs", small);
  try {
    await instance.json("template", "folder", small);
    writeFileSync(join(small, "filler"), randomBytes(14 * 2 ** 20));
    const large = randomBytes(4 * 2 ** 20);
    large.set([0x55, 0xaa], 510);
    writeFileSync(file("large.raw"), large);
    await addTemplate("large", "file", file("large.raw"));
    await dashboard.locator(".job .note").waitFor();
    rmSync(join(small, "filler"));
    await dashboard.locator(".job .note").getByRole("button", { name: "Try again" }).click();
    await hasTemplate("large");
    await instance.json("template", "delete", "large");
    await instance.json("template", "folder", "default");
  } finally {
    await sh("umount", small);
  }
});

it("a download whose server is away: goes on once it is back", async () => {
  const image = randomBytes(2 ** 20);
  image.set([0x55, 0xaa], 510);
  const address = "http://127.0.0.1:7311/image.raw";
  await addTemplate("fetched", "url", address);
  const failed = dashboard.locator(".job .note").filter({ hasText: "127.0.0.1" });
  await failed.waitFor();
  const server: Server = createServer((_request, response) => response.end(image));
  await new Promise<void>((resolve) => {
    server.listen(7311, "127.0.0.1", resolve);
  });
  try {
    await failed.getByRole("button", { name: "Try again" }).click();
    await hasTemplate("fetched");
  } finally {
    server.close();
  }
});
