import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { foldersBelow, startAgain } from "../../e2e/rig/app/real-app.ts";
import { startDesktop } from "../../e2e/rig/desktop/desktop.ts";
import type { Desktop } from "../../e2e/rig/desktop/desktop-type.ts";
import { type StandInPanel, startStandInPanel } from "../../e2e/rig/desktop/stand-in-panel.ts";
import { endChild } from "../../e2e/rig/end-child.ts";
import { until } from "../../e2e/rig/until.ts";

let folder = "";
let desktop: Desktop;
let panel: StandInPanel;
let app: ChildProcess | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "start-"));
  desktop = await startDesktop({});
  panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
});

afterEach(async () => {
  release();
  if (app !== null) await endChild(app);
  app = null;
  panel.close();
  await desktop.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The app is not driven from outside: the driver waits until everything has been loaded. */
async function start(difference: NodeJS.ProcessEnv, program = projectFolder) {
  const child = spawn((await electronRuntime()).path, [program], {
    env: { ...environment(), ...difference },
    stdio: "ignore",
  });
  app = child;
  await panel.nextIcon();
  return child;
}

const environment = () => ({
  ...process.env,
  ...desktop.env,
  ...foldersBelow(folder),
  LANG: "en_US.UTF-8",
  ELECTRON_DISABLE_SANDBOX: "1",
});

/** Returns the environment of an app whose first look at the network lasts until `release`. */
function withSlowNetwork(): NodeJS.ProcessEnv {
  const programs = join(folder, "programs");
  mkdirSync(programs);
  writeFileSync(
    join(programs, "ip"),
    `#!/bin/sh\nwhile [ ! -e "${gate()}" ]; do sleep 0.1; done\nPATH=\${PATH#*:}\nexec ip "$@"\n`,
    { mode: 0o755 },
  );
  return { PATH: `${programs}:${process.env["PATH"]}` };
}

const gate = () => join(folder, "released");
const release = () => writeFileSync(gate(), "");

/**
 * The program as a bad disk or a partial update leaves it: without everything that the icon does
 * not need.
 */
function incompleteProgram(): string {
  const program = join(folder, "program");
  cpSync(join(projectFolder, "out"), join(program, "out"), { recursive: true });
  cpSync(join(projectFolder, "package.json"), join(program, "package.json"));
  const main = readFileSync(join(program, "out/main/main.js"), "utf8");
  const [, loadedLater = ""] = /import\(["'`]\.\/(chunks\/[^"'`]+)/.exec(main) ?? [];
  rmSync(join(program, "out/main", loadedLater));
  return program;
}

/** Returns the ids of the windows on the screen. */
async function windows(): Promise<readonly string[]> {
  // xdotool fails if it finds none.
  const found = await desktop.pointer("search", "--onlyvisible", "--name", ".").catch(() => "");
  return found.split("\n").filter((id) => id !== "");
}

const labels = async () =>
  (await panel.menu()).map(({ kind, label, enabled }) => [kind, label, enabled]);

const menuThatSays = (why: string) => [
  ["plain", why, false],
  ["separator", "", true],
  ["plain", "Quit (machines keep running)", true],
];

test("shows the start at the icon, whose menu can end it", async () => {
  const child = await start(withSlowNetwork());
  expect(await labels()).toEqual(menuThatSays("Virtray is starting"));
  const ended = once(child, "exit");
  await panel.choose("Quit");
  expect(await ended).toEqual([0, null]);
});

test("carries out early requests as soon as possible", async () => {
  const slow = withSlowNetwork();
  await start(slow);
  expect(await startAgain({ ...environment(), ...slow })).toBe(0);
  expect(await labels()).toEqual(menuThatSays("Virtray is starting"));
  expect(await windows()).toEqual([]);
  release();
  await until("the dashboard", async () => (await windows()).length > 0);
  expect(await labels()).toContainEqual(["checkmark", "LAN", true]);
});

test("an app that cannot start says why, and its icon stays until the message was read", async () => {
  const child = await start({}, incompleteProgram());
  const ended = once(child, "exit");
  const message = await until("the message", async () => (await windows())[0]);
  expect(await labels()).toEqual(menuThatSays("Virtray cannot start"));
  expect(child.exitCode).toBeNull();
  // Without a window manager no window gets the keyboard by itself.
  await desktop.pointer("windowfocus", "--sync", message, "key", "Return");
  expect(await ended).toEqual([1, null]);
});
