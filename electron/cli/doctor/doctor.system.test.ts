import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFolder } from "../../../build/project.mjs";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { startDesktop } from "../../../e2e/rig/desktop/desktop.ts";
import type { Desktop } from "../../../e2e/rig/desktop/desktop-type.ts";
import { startStandInPanel } from "../../../e2e/rig/desktop/stand-in-panel.ts";
import { endChild } from "../../../e2e/rig/end-child.ts";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import { findAgent } from "../../adapters/process/running-programs.ts";
import type { FindingJson } from "../../contract/app/cli-care.ts";

/**
 * The doctor's findings about a desktop's session and the LAN's addresses, each when it applies and
 * when not.
 */
let desktop: Desktop;
let instance: Instance;

beforeAll(async () => {
  desktop = await startDesktop({});
  instance = makeInstance({ command: ["env", ...busOf(desktop), process.execPath, program] });
});

afterAll(async () => {
  await instance?.close();
  await desktop?.close();
});

const program = "build/virtray.mjs";
const busOf = ({ env }: Desktop) => [`DBUS_SESSION_BUS_ADDRESS=${env.DBUS_SESSION_BUS_ADDRESS}`];

async function finding(id: string): Promise<FindingJson | undefined> {
  const { stdout } = await instance.virtray("doctor", "--json");
  return (JSON.parse(stdout) as readonly FindingJson[]).find((each) => each.id === id);
}

const none = { why: null, repair: null, repairs: [] };

it("a tray: whether a panel shows icons, and how to get one", async () => {
  expect(await finding("tray")).toEqual({
    ...{ id: "tray", level: "info", ...none },
    what: "No panel here shows tray icons, so the dashboard is used instead of the icon.",
    todo: "On GNOME, switch on “In the quick settings” in the settings, or install the extension AppIndicator; the panels of KDE, Xfce, Cinnamon and MATE show tray icons anyway.",
  });
  const panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  expect(await finding("tray")).toEqual({
    ...{ id: "tray", level: "ok", what: "A panel shows tray icons.", todo: null, ...none },
  });
  panel.close();
});

it("the subnet: whether it is the LAN’s alone, and which one is free", async () => {
  const what = "The LAN’s subnet 192.168.100.0/24 is not used by another network.";
  const fine = { id: "subnet", level: "ok", what, todo: null, ...none };
  expect(await finding("subnet")).toEqual(fine);
  await sh("ip", "tuntap", "add", "office", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.77/25", "dev", "office");
  await sh("ip", "link", "set", "office", "up");
  expect(await finding("subnet")).toEqual({
    ...{ id: "subnet", level: "error", ...none },
    what: "The LAN’s subnet 192.168.100.0/24 overlaps with 192.168.100.0/25, which this computer reaches through office.",
    todo: "Choose another subnet for the LAN; 192.168.101.0/24 is free: virtray lan set --subnet 192.168.101.0/24",
  });
  expect((await instance.virtray("lan", "set", "--subnet", "192.168.101.0/24")).exitCode).toBe(0);
  expect(await finding("subnet")).toEqual({ ...fine, what: what.replace("100", "101") });
  await sh("ip", "link", "del", "office");
});

it("a host of the user’s own that a machine hides from ssh: at the install, and from then on", async () => {
  const home = join(instance.folder, "home");
  const config = join(home, ".ssh/config");
  mkdirSync(join(home, ".ssh"), { recursive: true });
  writeFileSync(config, "Host web db\n  HostName web.example.org\n");
  instance.env["HOME"] = home;
  const disk = join(instance.folder, "web.qcow2");
  await sh("qemu-img", "create", "-qf", "qcow2", disk, "1M");
  await instance.json("add", "web", "--disk", disk);
  expect(await finding("ssh-host-1")).toBeUndefined();
  const what = `“ssh web” reaches the machine, and not the host that ${config} has under “Host web”.`;
  const todo =
    "Give one of both another name: change that line, or rename the machine: virtray rename web NAME";
  expect((await instance.virtray("ssh-config", "install")).stderr).toBe(`Warning: ${what} ${todo}`);
  expect(await finding("ssh-host-1")).toMatchObject({ level: "warning", what, todo });
  await instance.json("rename", "web", "shop");
  expect(await finding("ssh-host-1")).toBeUndefined();
  await instance.json("delete", "shop");
});

it("leftovers of a machine that is gone: with the command that removes them", async () => {
  const id = "00000000-0000-4000-8000-000000000001";
  const left = join(instance.env["XDG_RUNTIME_DIR"] ?? "", "virtray", id);
  mkdirSync(left, { recursive: true, mode: 0o700 });
  const found = await finding(`leftover-${id}`);
  expect(found).toEqual({
    ...{ id: `leftover-${id}`, level: "info", ...none },
    what: `${left} is left over from a machine that no longer exists.`,
    todo: `This is harmless. To remove the file: rm -r -- '${left}'`,
  });
  await sh("sh", "-c", found?.todo?.split(": ").at(-1) ?? "false");
  expect(await finding(`leftover-${id}`)).toBeUndefined();
});

it("a program that is missing: with the command that installs it", async () => {
  const bin = join(instance.folder, "bin");
  mkdirSync(bin);
  for (const name of ["ip", "apt-get"]) {
    await sh("ln", "-s", await sh("sh", "-c", `command -v ${name}`), join(bin, name));
  }
  const bare = makeInstance({
    command: ["/usr/bin/env", `PATH=${bin}`, process.execPath, join(projectFolder, program)],
  });
  const { stdout } = await bare.virtray("doctor", "--json");
  await bare.close();
  const about = new Set(["program-qemu-img", "program-ip"]);
  const found = (JSON.parse(stdout) as readonly FindingJson[]).filter(({ id }) => about.has(id));
  expect(found.map(({ id, level, todo }) => [id, level, todo])).toEqual([
    [
      "program-qemu-img",
      "error",
      "Install the package qemu-utils: sudo apt-get install qemu-utils",
    ],
    ["program-ip", "ok", null],
  ]);
});

it("a sandbox for programs that read images: whether it works here, and how to get it", async () => {
  const what = "Disk images are read in a sandbox.";
  expect(await finding("sandbox")).toEqual({
    ...{ id: "sandbox", level: "ok", what, todo: null, ...none },
  });
  const bin = join(instance.folder, "without-bwrap");
  mkdirSync(bin);
  const withPath = async (...path: readonly string[]) => {
    const bare = makeInstance({
      command: ["/usr/bin/env", `PATH=${path.join(":")}`, process.execPath, "build/virtray.mjs"],
    });
    const { stdout } = await bare.virtray("doctor", "--json");
    await bare.close();
    return (JSON.parse(stdout) as readonly FindingJson[]).find(({ id }) => id === "sandbox");
  };
  for (const name of ["ip", "apt-get", "qemu-img"]) {
    await sh("ln", "-s", await sh("sh", "-c", `command -v ${name}`), join(bin, name));
  }
  expect(await withPath(bin)).toMatchObject({
    level: "warning",
    what: "Disk images are read without a sandbox: bubblewrap is not installed.",
    todo: "Install the package bubblewrap: sudo apt-get install bubblewrap",
  });
  // The same happens where the kernel refuses user namespaces.
  const refusing = join(instance.folder, "refusing");
  mkdirSync(refusing);
  const script = "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n";
  writeFileSync(join(refusing, "bwrap"), script, { mode: 0o755 });
  expect(await withPath(refusing, bin)).toMatchObject({
    level: "warning",
    what: "Disk images are read without a sandbox: bubblewrap cannot create one here (the details show its message).",
  });
});

it("an agent that asks for passwords: seen by its program’s name, and only this user’s", async () => {
  const uid = 4711;
  expect(await findAgent(uid)).toBeNull();
  const agent = spawn("sleep", ["60"], { argv0: "/usr/bin/lxpolkit", uid, stdio: "ignore" });
  expect(await until("the agent", () => findAgent(uid))).toBe(`lxpolkit (${agent.pid})`);
  expect(await findAgent(uid + 1)).toBeNull();
  await endChild(agent);
  expect(await findAgent(uid)).toBeNull();
});
