import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import {
  makeOtherComputer,
  type OtherComputer,
} from "../../../e2e/rig/computers/other-computer.ts";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../e2e/rig/guest/run.mjs";
import { makeUplink, type TestUplink } from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";
import { version } from "../../../package.json" with { type: "json" };
import { pathsFrom } from "../../adapters/files/paths.ts";
import type { ComputerJson, MachineJson } from "../../contract/app/cli.ts";
import type { FarMachineView } from "../../contract/computer/far-machine.ts";
import { createFoundation } from "../compose/foundation.ts";
import { createFarLinks, type FarLinks } from "./far-links.ts";
import { createFarMachines, type FarAction, type FarMachines } from "./far-machines.ts";

/**
 * Real guests on another computer, in the LAN of this one, and all that is done with them from here. Each
 * test goes on where the previous one ended.
 */
const webAddress = "192.168.100.71";
const dbAddress = "192.168.100.72";
let here: Instance;
let far: OtherComputer;
let cable: TestUplink;
let links: FarLinks;
let machines: FarMachines;
let heard: readonly FarMachineView[] = [];

beforeAll(async () => {
  here = makeInstance();
  far = await makeOtherComputer(4);
  cable = await makeUplink("eth1", 1);
  await cable.addDefaultRoute(100);
  for (const [name, address] of [
    ["tiny", "192.168.100.99"],
    ["db", dbAddress],
  ] as const) {
    const path = join(far.home, `${name}.qcow2`);
    await buildGuestDisk({ path, name, address });
    await execa("chown", ["4242:4242", path]);
  }
  // A key that ssh does not try by itself.
  const key = join(homedir(), ".ssh/far_work");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  await here.json("computer", "add", "big", far.host);
  await here.json("lan", "up");
  await here.json("computer", "join", "big");
  links = createFarLinks({
    ...{ version, paths: pathsFrom(here.env, 0), tellLan: async () => {} },
    settle: async () => {},
    heard: (all) => {
      heard = all;
    },
  });
  machines = createFarMachines(links, () => "en", { ...createFoundation(here.env), version });
  links.keep([{ name: "big", host: far.host, isJoined: true, isUplink: false }]);
});
afterAll(async () => {
  links?.close();
  await here?.close();
  await far?.close();
  await cable?.close();
});

const web = () => heard.find(({ name }) => name === "web");
const pings = async (address = webAddress) =>
  (await execa("ping", ["-c", "1", "-W", "1", address], { reject: false })).exitCode === 0;
const uptime = async () => Number((await guestRun(webAddress, "cut -d. -f1 /proc/uptime")).trim());
const act = async (action: FarAction, status: string) => {
  expect(await machines.act(web()?.id ?? "", action)).toEqual({ ok: true, value: undefined });
  await until(`the news of ${action}`, () => web()?.status === status);
};

it("makes a template and a machine there, which runs in the LAN here", async () => {
  await here.json(
    "template",
    "add",
    "tiny",
    "--on",
    "big",
    "--user",
    "root",
    "--from",
    "tiny.qcow2",
  );
  const words = ["--template", "tiny", "--on", "big", "--address", webAddress];
  await here.json("create", "web", ...words, "--memory", "192");
  await until("the news", () => web()?.status === "stopped");
  await act("start", "running");
  await until("the guest", () => pings());
  expect(await guestRun(webAddress, "hostname")).toBe("web");
});

it("adds a machine with a disk there, which runs beside it", async () => {
  const words = ["--memory", "192", "--accel", "tcg", "--address", dbAddress];
  await here.json("add", "db", "--on", "big", "--disk", "db.qcow2", ...words);
  await here.json("start", "big/db");
  await until("the guest", () => pings(dbAddress));
  expect(await guestRun(webAddress, `wget -qO- http://${dbAddress}/`)).toContain("db");
  await here.json("stop", "big/db", "--timeout", "240");
  const all = await far.json<readonly MachineJson[]>("list");
  expect(all.map(({ name, status }) => [name, status])).toEqual([
    ["db", "stopped"],
    ["web", "running"],
  ]);
});

it("pauses it, and lets it go on", async () => {
  const before = await uptime();
  await act("pause", "paused");
  expect(await pings()).toBe(false);
  await act("resume", "running");
  await until("the guest", () => pings());
  expect(await uptime()).toBeGreaterThanOrEqual(before);
});

it("suspends it, and starts it where it was", async () => {
  await guestRun(webAddress, "echo suspended > /tmp/mark");
  await act("suspend", "suspended");
  expect(await far.processes()).not.toContainEqual(expect.stringContaining("name web"));
  await act("start", "running");
  await until("the guest", () => pings());
  expect(await guestRun(webAddress, "cat /tmp/mark")).toBe("suspended");
});

it("restores a snapshot there", async () => {
  const id = web()?.id ?? "";
  await guestRun(webAddress, "echo before > /tmp/mark");
  expect(await machines.changeSnapshots(id, "take", "one")).toMatchObject({ ok: true });
  await guestRun(webAddress, "echo after > /tmp/mark");
  expect(await machines.changeSnapshots(id, "restore", "one")).toMatchObject({ ok: true });
  await until("the guest", () => pings());
  expect(await guestRun(webAddress, "cat /tmp/mark")).toBe("before");
  expect(await machines.changeSnapshots(id, "delete", "one")).toMatchObject({ ok: true });
  // The state before the restoring is kept, as here.
  expect(await machines.snapshots(id)).toMatchObject({ value: [{ kind: "automatic" }] });
});

it("opens a terminal, which logs in to it over the LAN", async () => {
  const out = join(here.folder, "terminal.out");
  const terminal = join(here.folder, "terminal");
  // A terminal in which somebody types one command.
  writeFileSync(
    terminal,
    `#!/bin/sh\nshift\necho 'hostname; exit' | "$@" > ${out} 2>&1\necho ended >> ${out}\n`,
  );
  chmodSync(terminal, 0o755);
  expect(await machines.openTerminal(web()?.id ?? "", terminal, "Press Return.")).toEqual({
    ...{ ok: true, value: undefined },
  });
  await until("the login", () => existsSync(out) && readFileSync(out, "utf8").includes("ended"));
  expect(readFileSync(out, "utf8").split("\n")).toContain("web");
  const { stdout } = await here.virtray("ssh", "big/web", "--", "hostname");
  expect(stdout).toBe("web");
});

it("restarts it, and stops it", async () => {
  const before = await uptime();
  await act("restart", "running");
  await until("the new boot", async () => (await pings()) && (await uptime()) < before);
  await act("stop", "stopped");
  const [big] = await here.json<readonly ComputerJson[]>("computer", "list");
  expect(big).toMatchObject({ plugged: true });
});

it("moves here with its template, boots here, and moves back without it", async () => {
  type Moved = { readonly bytes: number };
  const fetched = await here.json<Moved>("move", "big/web");
  const all = await here.json<readonly MachineJson[]>("list");
  expect(all.filter(({ name }) => name === "web")).toMatchObject([{ computer: null }]);
  await here.json("start", "web");
  await until("the guest", () => pings());
  expect(await guestRun(webAddress, "hostname")).toBe("web");
  await here.json("stop", "web", "--timeout", "240");
  const sent = await here.json<Moved>("move", "web", "--to", "big");
  const [template] = await here.json<readonly { readonly name: string }[]>("template", "list");
  expect(template?.name).toBe("tiny");
  expect(fetched.bytes - sent.bytes).toBeGreaterThan(10 * 1024 ** 2);
  await until("the news", () => web()?.status === "stopped");
  await act("start", "running");
  await until("the guest", () => pings());
  expect(await guestRun(webAddress, "hostname")).toBe("web");
  await act("kill", "stopped");
});
