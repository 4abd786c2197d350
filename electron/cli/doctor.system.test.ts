import { spawn } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../e2e/rig/command.ts";
import { type Desktop, startDesktop } from "../../e2e/rig/desktop.ts";
import { endChild } from "../../e2e/rig/end-child.ts";
import { startStandInPanel } from "../../e2e/rig/stand-in-panel.ts";
import { sh } from "../../e2e/rig/test-net.ts";
import { until } from "../../e2e/rig/until.ts";
import { findAgent } from "../adapters/running-programs.ts";
import type { FindingJson } from "../contract/cli.ts";

/** What the doctor says of a desktop's session and of the LAN's addresses, each when it is so and when not. */
let desktop: Desktop;
let instance: Instance;

beforeAll(async () => {
  desktop = await startDesktop({ panel: false });
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

it("a tray: whether a panel shows icons, and what brings one", async () => {
  expect(await finding("tray")).toEqual({
    ...{ id: "tray", level: "info", ...none },
    what: "No panel shows tray icons in this session, so the dashboard takes the icon’s place.",
    todo: "On GNOME, the extension AppIndicator brings them; panels of KDE, Xfce, Cinnamon and MATE have them.",
  });
  const panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  expect(await finding("tray")).toEqual({
    ...{ id: "tray", level: "ok", what: "A panel shows tray icons.", todo: null, ...none },
  });
  panel.close();
});

it("the subnet: whether it is the LAN’s alone, and which one is free", async () => {
  const what = "The LAN’s subnet 192.168.100.0/24 is nobody else’s.";
  const fine = { id: "subnet", level: "ok", what, todo: null, ...none };
  expect(await finding("subnet")).toEqual(fine);
  await sh("ip", "tuntap", "add", "office", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.77/25", "dev", "office");
  await sh("ip", "link", "set", "office", "up");
  expect(await finding("subnet")).toEqual({
    ...{ id: "subnet", level: "error", ...none },
    what: "The LAN’s subnet 192.168.100.0/24 overlaps with 192.168.100.0/25, which this computer reaches by office.",
    todo: "Choose another subnet for the LAN; 192.168.101.0/24 is free: virtray lan set --subnet 192.168.101.0/24",
  });
  expect((await instance.virtray("lan", "set", "--subnet", "192.168.101.0/24")).exitCode).toBe(0);
  expect(await finding("subnet")).toEqual({ ...fine, what: what.replace("100", "101") });
  await sh("ip", "link", "del", "office");
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
