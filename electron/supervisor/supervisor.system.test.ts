import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../e2e/rig/command.ts";
import { type StandInLogind, startStandInLogind } from "../../e2e/rig/desktop/stand-in-logind.ts";
import { buildGuestDisk } from "../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../e2e/rig/guest/run.mjs";
import { plugInto, routers } from "../../e2e/rig/lan/routers.ts";
import { makeUplink, sh } from "../../e2e/rig/lan/test-net.ts";
import { until } from "../../e2e/rig/until.ts";
import { lockHolder, withLock } from "../adapters/files/file-lock.ts";
import { type Paths, pathsFrom } from "../adapters/files/paths.ts";
import { machineRuntime } from "../adapters/qemu/runtime.ts";
import type {
  AutostartRunJson,
  LanJson,
  MachineDetailJson,
  MachineJson,
  UplinkJson,
} from "../contract/app/cli.ts";
import type { FindingJson } from "../contract/app/cli-care.ts";
import { appError, ok } from "../contract/errors/app-error.ts";
import type { InventoryEntry } from "../contract/lan/inventory.ts";

/**
 * The guarantees while no app runs: the command has switched all on, and has ended. Only logind is
 * a stand-in.
 */
const guests = ["one", "two", "three"].map((name, index) => ({
  name,
  address: `192.168.100.${index + 1}`,
}));
let logind: StandInLogind;
let instance: Instance;
let paths: Paths;

beforeAll(async () => {
  // Enough time for guests to power down on a busy computer.
  logind = await startStandInLogind(40);
  instance = makeInstance();
  paths = pathsFrom(instance.env, 0);
  await instance.json("lan", "up");
  for (const { name, address } of guests) {
    const disk = join(instance.folder, `${name}.qcow2`);
    await buildGuestDisk({ path: disk, name, address });
    await instance.json("add", name, "--disk", disk, "--memory", "192", "--accel", "tcg");
  }
  await instance.json("start", ...guests.map(({ name }) => name));
  for (const { name } of guests)
    await instance.machine(name, ({ reachable }) => reachable === true);
});

afterAll(async () => {
  await instance?.close();
  await logind?.close();
});

const supervisor = () => lockHolder(join(paths.runtime, "keeper.lock"));
const answers = async ({ address }: { readonly address: string }) =>
  (await execa("ping", ["-c", "1", "-W", "1", address], { reject: false })).exitCode === 0;
const allAnswer = async () => (await Promise.all(guests.map(answers))).every(Boolean);
/** Reads the switch's pid; 0 if it does not exist just now. */
function switchPid(): number {
  try {
    return Number(readFileSync(join(paths.switchFolder, "switch.pid"), "utf8"));
  } catch {
    return 0;
  }
}
const uptimes = () =>
  Promise.all(guests.map(async ({ address }) => guestRun(address, "cut -d' ' -f1 /proc/uptime")));
async function supervisors(): Promise<readonly number[]> {
  const { stdout } = await execa("pgrep", ["-f", "/supervisor\\.js$"], { reject: false });
  return stdout.split("\n").filter(Boolean).map(Number);
}
const isThere = async (pid: number) => (await supervisors()).includes(pid);
/** Returns whether the doctor misses the supervisor. */
async function missed(): Promise<boolean> {
  const { stdout } = await instance.virtray("doctor", "--json");
  return (JSON.parse(stdout) as readonly FindingJson[]).some(({ id }) => id === "supervisor");
}
const statuses = async () =>
  Object.fromEntries((await machines()).map(({ name, status }) => [name, status]));
async function serialLog(name: string): Promise<string> {
  const { id } = await instance.json<MachineDetailJson>("show", name);
  return readFileSync(machineRuntime(paths, id).qemu.serialLog, "utf8");
}
const machines = () => instance.json<readonly MachineJson[]>("list");

it("is one process, however often the LAN is switched on", async () => {
  const first = await until("the supervisor", supervisor);
  await instance.json("lan", "up");
  await Promise.all([instance.json("lan", "up"), instance.json("lan", "up")]);
  expect(await supervisor()).toEqual(first);
  expect(await supervisors()).toEqual([first.pid]);
});

it("is listed in the inventory, and reported missing by the doctor once it was killed", async () => {
  const { pid } = await until("the supervisor", supervisor);
  const processes = async () =>
    (await instance.json<readonly InventoryEntry[]>("net", "inventory"))
      .filter(({ kind }) => kind === "process")
      .map(({ what }) => what);
  expect(await processes()).toContain(`virtray supervisor (${pid})`);
  expect(await missed()).toBe(false);
  process.kill(pid, "SIGKILL");
  await until("its end", async () => (await supervisor()) === null);
  expect(await missed()).toBe(true);
  await instance.json("lan", "up");
  await until("another one", supervisor);
  expect(await missed()).toBe(false);
});

it("brings the switch back soon after kill -9, and no guest notices", async () => {
  for (let round = 0; round < 2; round += 1) {
    const [before, pids, pid] = [await uptimes(), await machines(), switchPid()];
    process.kill(pid, "SIGKILL");
    const killed = Date.now();
    await until("another switch", () => ![0, pid].includes(switchPid()));
    await until("all answers", allAnswer);
    expect(Date.now() - killed).toBeLessThan(15_000);
    const after = await uptimes();
    expect(after.every((uptime, index) => Number(uptime) > Number(before[index]))).toBe(true);
    expect((await machines()).map((machine) => machine.pid)).toEqual(pids.map((each) => each.pid));
    // The uplink's absence is the only problem.
    const { problem } = await instance.json<LanJson>("lan", "status");
    expect(problem?.code).toBe("uplink-none-found");
  }
});

it("repairs a stopped switch, and one whose tap another program deleted", async () => {
  const stopped = switchPid();
  process.kill(stopped, "SIGSTOP");
  // The kernel does not report it: the next event or the slow check finds it.
  writeFileSync(join(paths.runtime, "event"), "");
  await until("another switch", async () => switchPid() !== stopped && allAnswer());
  const [before, former] = [await uptimes(), switchPid()];
  await sh("ip", "link", "delete", "vtap0");
  await until("another switch", async () => switchPid() !== former && allAnswer());
  const after = await uptimes();
  expect(after.every((uptime, index) => Number(uptime) > Number(before[index]))).toBe(true);
  expect((await execa("pgrep", ["vde_switch"])).stdout).toBe(String(switchPid()));
});

it("carries weather on after kill -9 of its process, and plugs the cable in plainly at its end", async () => {
  const carriers = async () =>
    (await execa("pgrep", ["-f", "/weather\\.js /"], { reject: false })).stdout
      .split("\n")
      .filter(Boolean);
  await instance.json("weather", "one", "--delay", "100ms");
  const [first] = await carriers();
  expect(first).toBeDefined();
  process.kill(Number(first), "SIGKILL");
  await until("another process", async () => ![undefined, first].includes((await carriers())[0]));
  await until("all answers", allAnswer);
  const { stdout } = await execa("ping", ["-c", "1", "192.168.100.1"]);
  expect(Number(/time=([\d.]+)/.exec(stdout)?.[1])).toBeGreaterThan(190);
  await instance.json("weather", "one", "--delay", "100ms", "--for", "2s");
  await until("the plain cable", async () => (await carriers()).length === 0);
  await until("all answers", allAnswer);
  expect(await instance.json("weather", "one")).toMatchObject([{ name: "one", cable: null }]);
});

it("pauses what runs before the computer sleeps, and lets it go on afterwards", async () => {
  await until("its lock", () => logind.locks() === 1);
  await logind.announce("sleep");
  expect((await machines()).map(({ status }) => status)).toEqual(Array(3).fill("paused"));
  logind.wake();
  await until("all answers", allAnswer);
  await until("its next lock", () => logind.locks() === 1);
});

const busy = () => appError("cancelled", {});

it("leaves all that to a running app", async () => {
  const done = await withLock(join(paths.runtime, "app.lock"), "app", 0, busy, async () => {
    await logind.announce("sleep");
    return ok(await machines());
  });
  logind.wake();
  expect(done.ok && done.value.map(({ status }) => status)).toEqual(Array(3).fill("running"));
  await until("its next lock", () => logind.locks() === 1);
});

it("powers machines down before the computer goes down, and they stay wanted", async () => {
  await logind.announce("shutdown");
  expect((await machines()).map(({ status }) => status)).toEqual(Array(3).fill("stopped"));
  const wanted = guests.map(({ name }) => name);
  for (const name of wanted) await instance.json("autostart", "set", "as-before", name);
  const due = await instance.json<AutostartRunJson>("autostart", "run");
  expect(due.machines.map(({ name }) => name)).toEqual(wanted.toSorted());
  await instance.json("kill", ...wanted);
});

it("applies the choice of a known network on arrival, unless an app does", async () => {
  const [cable, phone] = [await makeUplink("eth1", 1), await makeUplink("usb0", 2)];
  const choose = (name: string) => instance.json("uplink", "set", name);
  const choice = async () => (await instance.json<UplinkJson>("uplink")).choice;
  const chosen = (name: string, seconds?: number) =>
    until(
      `the choice of ${name}`,
      async () => JSON.stringify(await choice()).includes(name),
      seconds,
    );
  /** Returns whether the supervisor has sent the router an ARP request. */
  const hasLooked = ({ gateway, mac }: (typeof routers)["home"]) =>
    until("a look", async () => (await sh("ip", "neigh", "show", gateway)).includes(mac));
  try {
    await phone.addDefaultRoute(700);
    await plugInto(cable, "home");
    await choose("usb0");
    await plugInto(cable, "office");
    await choose("eth1");
    const first = await until("the supervisor", supervisor);
    process.kill(first.pid, "SIGKILL");
    await until("its end", async () => (await supervisor()) === null);
    await sh("ip", "neigh", "flush", "dev", "eth1");
    await instance.json("lan", "up");
    // Starting at a known network is not arriving there: the uplink stays.
    await hasLooked(routers.office);
    await until("an arrival at home", async () => {
      await plugInto(cable, "home");
      const isChosen = await chosen("usb0", 10).catch(() => false);
      // The first look may have ended here only, as the network of the start: then it is left again.
      if (isChosen === false) {
        await plugInto(cable, "office");
        await hasLooked(routers.office);
      }
      return isChosen;
    });
    await plugInto(cable, "office");
    await chosen("eth1");
    const done = await withLock(join(paths.runtime, "app.lock"), "app", 0, busy, async () => {
      await plugInto(cable, "home");
      await hasLooked(routers.home);
      const kept = await choice();
      await plugInto(cable, "office");
      await hasLooked(routers.office);
      return ok(kept);
    });
    expect(done).toEqual(ok({ mode: "pinned", interface: "eth1" }));
    await plugInto(cable, "home");
    await chosen("usb0");
  } finally {
    await choose("auto");
    await cable.close();
    await phone.close();
  }
});

it("ends with the LAN, and does not bring its switch back", async () => {
  const { pid } = await until("the supervisor", supervisor);
  await instance.json("lan", "down");
  expect(await supervisor()).toBeNull();
  await until("its end", async () => !(await isThere(pid)));
  expect((await execa("pgrep", ["vde_switch"], { reject: false })).stdout).toBe("");
  expect(await sh("ip", "-br", "link")).not.toContain("vtap0");
});

it("is ended with the LAN if it does not react, for example while it is stopped", async () => {
  await instance.json("lan", "up");
  const { pid } = await until("the supervisor", supervisor);
  process.kill(pid, "SIGSTOP");
  await instance.json("lan", "down");
  expect(await supervisors()).toEqual([]);
  expect((await execa("pgrep", ["vde_switch"], { reject: false })).stdout).toBe("");
});

/** The last line of a kernel that has powered down by itself. */
const poweredDown = /reboot: Power down\s*$/;

it("stays when the LAN goes while machines run, and has them power down with the computer", async () => {
  await instance.json("lan", "up");
  await instance.json("start", "one", "two");
  for (const name of ["one", "two"])
    await instance.machine(name, ({ reachable }) => reachable === true);
  const { pid } = await until("the supervisor", supervisor);
  const before = await supervisor();
  await instance.json("lan", "down");
  expect(await supervisor()).toEqual(before);
  expect(await statuses()).toEqual({ one: "running", three: "stopped", two: "running" });
  expect(logind.locks()).toBe(1);
  await logind.announce("shutdown");
  expect(await statuses()).toEqual({ one: "stopped", three: "stopped", two: "stopped" });
  for (const name of ["one", "two"]) expect(await serialLog(name)).toMatch(poweredDown);
  await until("its end", async () => !(await isThere(pid)));
});

it("comes with a machine that the command starts without a LAN, again after kill -9, and powers all down", async () => {
  await instance.json("start", "one");
  const first = await until("the supervisor", supervisor);
  process.kill(first.pid, "SIGKILL");
  await until("its end", async () => (await supervisor()) === null);
  expect(await missed()).toBe(true);
  await instance.json("start", "two", "three");
  const second = await until("another one", supervisor);
  expect(await missed()).toBe(false);
  expect(await supervisors()).toEqual([second.pid]);
  for (const { name } of guests)
    await until("its boot", async () => (await serialLog(name)).includes(`guest ${name} is up`));
  await until("its lock", () => logind.locks() === 1);
  await logind.announce("shutdown");
  expect(await statuses()).toEqual({ one: "stopped", three: "stopped", two: "stopped" });
  for (const { name } of guests) expect(await serialLog(name)).toMatch(poweredDown);
  await until("its end", async () => !(await isThere(second.pid)));
});

it("ends with the last machine, whichever program stops it, and keeps a LAN that is switched on meanwhile", async () => {
  await instance.json("start", "one", "two");
  const { pid } = await until("the supervisor", supervisor);
  await instance.json("kill", "one");
  expect(await isThere(pid)).toBe(true);
  await instance.json("lan", "up");
  await instance.json("kill", "two");
  expect((await supervisor())?.pid).toBe(pid);
  const lost = switchPid();
  process.kill(lost, "SIGKILL");
  await until("another switch", () => ![0, lost].includes(switchPid()));
  await instance.json("start", "one");
  await instance.json("lan", "down");
  expect((await supervisor())?.pid).toBe(pid);
  await instance.json("kill", "one");
  await until("its end", async () => !(await isThere(pid)));
  expect(await supervisors()).toEqual([]);
});
