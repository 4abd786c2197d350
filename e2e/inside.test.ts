import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFolder } from "../build/project.mjs";
import { mostLogins } from "../electron/contract/machine/console.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { type SerialTab, serialTab } from "./rig/app/serial-tab.ts";
import { closeAll } from "./rig/close-all.ts";
import type { Instance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { type KeyedInstance, makeKeyedInstance } from "./rig/guest/keyed-instance.ts";
import { guestRun } from "./rig/guest/run.mjs";
import { until } from "./rig/until.ts";

/** Work in a real guest from the real window: a terminal, and files that are dropped. */
const address = "192.168.100.1";
const shots = join(projectFolder, "out/shots");
let keyed: KeyedInstance;
let instance: Instance;
let desktop: Desktop;
let app: RealApp;
let page: Page;
let here: string;
let terminal: SerialTab;

/** Answers the questions that main asks outside of the page, and keeps their words. */
async function answerQuestions(agrees: boolean): Promise<void> {
  await app.electron.evaluate(({ dialog }, agrees) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = async (...args: unknown[]) => {
      const options = args.at(-1) as { readonly message: string; readonly buttons: string[] };
      asked.push(options.message);
      return { response: agrees ? options.buttons.indexOf("Agree") : 0, checkboxChecked: false };
    };
  }, agrees);
}

const questions = () =>
  app.electron.evaluate(() => (globalThis as unknown as { readonly asked: string[] }).asked);

/** Drags files from outside of the window, and drops them where the element of a selector is. */
async function drop(selector: string, ...names: readonly string[]): Promise<void> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not seen`);
  const session = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: names.map((name) => join(here, name)), dragOperationsMask: 1 };
  await session.send("Input.dispatchDragEvent", { type: "dragEnter", ...at, data });
  await session.send("Input.dispatchDragEvent", { type: "dragOver", ...at, data });
  await page.locator("[data-drop]").waitFor();
  await page.screenshot({ path: join(shots, "drop.png") });
  await session.send("Input.dispatchDragEvent", { type: "drop", ...at, data });
  await session.detach();
}

beforeAll(async () => {
  keyed = await makeKeyedInstance({ agent: true, sshfs: true });
  ({ instance } = keyed);
  here = join(instance.folder, "here");
  mkdirSync(join(here, "src"), { recursive: true });
  writeFileSync(join(here, "a b.txt"), "one\n");
  writeFileSync(join(here, "Größe"), "two\n");
  writeFileSync(join(here, "src/main.c"), "three\n");
  await keyed.create("web", address);
  desktop = await startDesktop({});
  app = await startRealApp({ ...instance.env, ...desktop.env });
  page = await app.dashboard();
  terminal = serialTab(page, "terminal");
  await page.getByTestId("machine-row-web").getByRole("button").click();
});

afterAll(() => closeAll(app, keyed?.instance, desktop, keyed?.uplink));

it("logs in to the machine in a terminal on the page", async () => {
  await page.getByRole("tab", { name: "Console" }).click();
  await page.getByRole("button", { name: "Terminal", exact: true }).click();
  await terminal.prompted();
  await terminal.say("echo $((6 * 7)) logged in as $(id -un)", "42 logged in as root");
  await page.screenshot({ path: join(shots, "console-terminal.png") });
});

it("gives the terminal the size of the page, and another one when that changes", async () => {
  const rows = () => page.getByTestId("console-terminal").locator(".xterm-rows > div").count();
  const told = async (mark: string) => {
    await terminal.say(`echo ${mark} $(stty size)`, new RegExp(`^${mark} \\d+ \\d+`, "m"));
    return Number(new RegExp(`^${mark} (\\d+)`, "m").exec(await terminal.text())?.[1]);
  };
  const before = await rows();
  expect(await told("first")).toBe(before);
  await page.setViewportSize({ width: 1100, height: 560 });
  await until("fewer rows", async () => (await rows()) < before);
  expect(await told("second")).toBe(await rows());
});

it("tells that the login has ended, and logs in again", async () => {
  await page.getByTestId("console-terminal").locator("textarea").focus();
  await page.keyboard.type("exit\n");
  await page.getByText("The connection has ended.").waitFor();
  await page.getByRole("button", { name: "Connect again" }).click();
  await terminal.prompted();
  await terminal.say("echo again-$((1 + 1))", "again-2");
});

/** Counts the processes of this computer that log in to the machine for the window. */
async function loginsHere(): Promise<number> {
  const { stdout } = await execa("ps", ["-eo", "args"]);
  return stdout.split("\n").filter((args) => /^ssh .*192\.168\.100\.1$/.test(args)).length;
}

/** Presses a key in the terminal that is shown, which has the focus. */
async function press(key: string): Promise<void> {
  await page
    .locator("[data-testid=console-terminal]:visible textarea:focus")
    .waitFor({ state: "attached" });
  await page.keyboard.press(key);
}

it("keeps several terminals of the machine open, each with its number", async () => {
  expect(await loginsHere()).toBe(1);
  await page.getByRole("button", { name: "Another terminal" }).click();
  await page.getByRole("button", { name: "Terminal 2", exact: true }).waitFor();
  await terminal.prompted();
  await terminal.say("echo second-$((1 + 1))", "second-2");
  await press("Control+Shift+T");
  await page.getByRole("button", { name: "Terminal 3", exact: true }).waitFor();
  await terminal.prompted();
  expect(await terminal.text()).not.toContain("second-2");
  expect(await loginsHere()).toBe(3);
  await page.screenshot({ path: join(shots, "console-terminals.png") });
  await press("Control+PageUp");
  await until("the second one", async () => (await terminal.text()).includes("second-2"));
  await press("Control+PageUp");
  await until("the first one", async () => (await terminal.text()).includes("again-2"));
  // They stay open while the screen is shown.
  await page.getByRole("button", { name: "Screen", exact: true }).click();
  await page.getByRole("button", { name: "Terminal", exact: true }).click();
  await terminal.say("echo still-$((2 + 2))", "still-4");
  expect(await loginsHere()).toBe(3);
});

it("ends the process of a terminal that is closed, and all of them with the page", async () => {
  await page.getByRole("button", { name: "Close terminal 2" }).click();
  await until("one less", async () => (await loginsHere()) === 2);
  await page.getByRole("button", { name: "Terminal 3", exact: true }).click();
  await page.locator("[data-testid=console-terminal]:visible textarea").focus();
  await press("Control+Shift+T");
  await page.getByRole("button", { name: "Terminal 2", exact: true }).waitFor();
  await press("Control+Shift+W");
  await until("one less again", async () => (await loginsHere()) === 2);
  await page.getByRole("tab", { name: "Overview" }).click();
  await until("no login", async () => (await loginsHere()) === 0);
  // The machine has no login of ours any more, either.
  await until("nobody there", async () =>
    /^0$/m.test(await guestRun(address, "ps | grep -c '[s]hell-of-tests\\|[-]sh$' || true")),
  );
});

it("opens no ninth terminal, and says so", async () => {
  await page.getByRole("tab", { name: "Console" }).click();
  await page.getByRole("button", { name: "Terminal", exact: true }).click();
  await terminal.prompted();
  for (let number = 2; number <= mostLogins; number += 1) {
    await press("Control+Shift+T");
    await page.getByRole("button", { name: `Terminal ${number}`, exact: true }).waitFor();
    // The guest's login server turns a stranger's sixth connection away: it takes five at a time.
    await terminal.prompted();
  }
  await press("Control+Shift+T");
  await page.getByText("8 terminals of this machine are open here").waitFor();
  await until("eight logins", async () => (await loginsHere()) === mostLogins);
  await page.getByRole("button", { name: "Close terminal 8" }).click();
  await page.getByText("8 terminals of this machine are open here").waitFor({ state: "detached" });
  for (let left = mostLogins - 1; left > 1; left -= 1) {
    await page.getByRole("button", { name: `Terminal ${left}`, exact: true }).click();
    await page.getByRole("button", { name: `Close terminal ${left}` }).click();
  }
  await until("one login", async () => (await loginsHere()) === 1);
});

it("gives no file away before the user agrees outside of the page", async () => {
  await answerQuestions(false);
  await drop("[data-testid=machine-row-web]", "a b.txt");
  await until("the question", async () => (await questions()).length === 1);
  expect(await questions()).toEqual([`Copy ${join(here, "a b.txt")} into “web”?`]);
  expect(await guestRun(address, "ls /root")).toBe("");
});

it("copies files that are dropped on a row into the home there", async () => {
  await answerQuestions(true);
  await drop("[data-testid=machine-row-web]", "a b.txt", "Größe");
  await page.getByText("Copied into the home folder in “web”: a b.txt, Größe").waitFor();
  expect(await guestRun(address, "cd /root && cat 'a b.txt' 'Größe'")).toBe("one\ntwo");
});

it("copies files that are dropped on the terminal, too", async () => {
  await guestRun(address, "rm -rf /root/*");
  await drop("[data-testid=console-terminal]", "Größe");
  await until("the file", async () =>
    (await guestRun(address, "cat /root/Größe 2>/dev/null || true")).includes("two"),
  );
});

it("shares a folder that is dropped, or copies it if the user wants that", async () => {
  await drop("[data-testid=machine-row-web]", "src");
  const dialog = page.getByRole("dialog", { name: "Share a folder with “web”" });
  await dialog.waitFor();
  await page.screenshot({ path: join(shots, "drop-folder.png") });
  await dialog.getByRole("button", { name: "Copy the folder into the machine instead" }).click();
  await until("the copy", async () =>
    (await guestRun(address, "cat /root/src/main.c 2>/dev/null || true")).includes("three"),
  );
  await drop("[data-testid=machine-row-web]", "src");
  await dialog.getByRole("button", { name: "Share", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await until("the shared folder", async () =>
    (await guestRun(address, "cat /src/main.c 2>/dev/null || true")).includes("three"),
  );
});

it("keeps a copy that failed in the list of work, where it can be tried again", async () => {
  await instance.json("kill", "web");
  await page.getByText("The console is available while the machine is running.").waitFor();
  await drop("[data-testid=machine-row-web]", "Größe");
  await page.getByText("“web” is not running.").first().waitFor();
});
