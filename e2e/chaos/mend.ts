import { readdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { MachineDetailJson, MachineJson } from "../../electron/contract/app/cli.ts";
import { networkState } from "../rig/lan/test-net.ts";
import { until } from "../rig/until.ts";
import { bringBack, type Havoc, letGo, makeRoom, qemusOf } from "./acts.ts";
import type { ChaosMachine, ChaosPlace } from "./chaos-place.ts";
import { processesOf, whereItWaits } from "./processes.ts";

/**
 * The time limit in seconds: three times what five emulated guests take to boot side by side on two
 * cores.
 */
const patience = 180;

/**
 * Removes the damage from outside, and repairs the rest by the command, as a user would. A running
 * app shows the outcome at its next start.
 */
export async function mend(place: ChaosPlace, havoc: Havoc): Promise<void> {
  const { instance, machines } = place;
  letGo(havoc);
  makeRoom(place);
  await bringBack(havoc);
  for (const { id, status, problemCode } of await instance.json<readonly MachineJson[]>("list")) {
    if (status === "failed" && problemCode?.startsWith("machine-file")) {
      await instance.json("recover", id);
    }
  }
  await instance.json("lan", "up");
  await instance.json("uplink", "set", "auto");
  for (const machine of machines) await plug(place, machine);
  let said = "";
  await until(
    "all machines to run and answer",
    async () => {
      const listed = await instance.json<readonly MachineJson[]>("list");
      for (const { name, status } of listed) {
        const verb = { paused: "resume", stopped: "start", failed: "start" }[status as string];
        if (verb === undefined) continue;
        const done = await instance.virtray(verb, name);
        if (done.exitCode !== 0) said += `${verb} ${name}: ${done.stderr}\n`;
      }
      return listed.length === machines.length && listed.every(({ reachable }) => reachable);
    },
    patience,
  ).catch(async (error: unknown) => {
    const { stdout } = await instance.virtray("list");
    throw new Error(`${String(error)}\n${stdout}\n${said}`);
  });
  await place.app.showsAllRunning(machines.length);
}

/** Plugs a cable in; a machine that does not answer yet is asked again, as its sentence advises. */
async function plug(place: ChaosPlace, machine: ChaosMachine): Promise<void> {
  let said = "";
  await until(
    `the cable of ${machine.name}`,
    async () => {
      const { exitCode, stderr } = await place.instance.virtray("cable", "plug", machine.name);
      said = stderr;
      if (exitCode === 0) return true;
      if (!stderr.includes("does not answer")) throw new Error(stderr);
      return false;
    },
    patience,
  ).catch((error: unknown) => {
    const waits = qemusOf(place, machine).map((pid) => `${pid} in ${whereItWaits(pid)}`);
    throw new Error(`${String(error)}: ${said}\nQEMU: ${waits.join(", ")}`);
  });
}

/** Returns each machine's process by name; throws unless each has exactly one. */
export function onlyProcesses(place: ChaosPlace): ReadonlyMap<string, number> {
  return new Map(
    place.machines.map((machine) => {
      const [pid, ...others] = qemusOf(place, machine);
      if (pid === undefined || others.length > 0) {
        throw new Error(`${machine.name} has ${others.length + (pid ? 1 : 0)} processes`);
      }
      return [machine.name, pid];
    }),
  );
}

/** Checks everything after the repair, and returns a line for each fault. */
export async function faultsOf(
  place: ChaosPlace,
  havoc: Havoc,
  before: ReadonlyMap<string, number>,
): Promise<readonly string[]> {
  const { instance, machines } = place;
  const faults: string[] = [];
  const after = onlyProcesses(place);
  for (const { name, id, address, definition } of machines) {
    if (!havoc.mayHaveEnded.has(name) && after.get(name) !== before.get(name)) {
      faults.push(`${name} was ended by nobody, but has another process`);
    }
    const now = await instance.json<MachineDetailJson>("show", name);
    const { network } = now.definition;
    const same =
      now.id === id &&
      network.mac === definition.network.mac &&
      network.address === address &&
      now.definition.disk.path === definition.disk.path;
    if (!same) faults.push(`${name} is defined otherwise: ${JSON.stringify(now.definition)}`);
    const ping = await execa("ping", ["-c", "1", "-W", "5", address], { reject: false });
    if (ping.exitCode !== 0) faults.push(`${name} does not answer`);
  }
  const others = () =>
    processesOf(instance.folder)
      .map(({ kind, args }) => (kind === "other" ? args.join(" ").trim() : kind))
      .filter((kind) => kind !== "qemu")
      .sort();
  // The app's own processes may end a moment after it; the supervisor may be among them.
  const wanted = JSON.stringify([
    ...["ip monitor link address route rule", "netd", "supervisor", "switch"],
  ]);
  await until("no other process", () => JSON.stringify(others()) === wanted).catch(() => {
    faults.push(`processes: ${others().join("; ")}`);
  });
  return faults;
}

/** Powers all down and switches the LAN off; returns a line for each leftover or damaged file. */
export async function leftovers(place: ChaosPlace): Promise<readonly string[]> {
  const { instance, machines, data } = place;
  const faults: string[] = [];
  // On a busy computer a guest was seen to take longer than the usual 60 s; the cause was not found.
  await instance.json("stop", "--timeout", "240", ...machines.map(({ name }) => name));
  await instance.json("lan", "down");
  for (const { definition } of machines) {
    const disk = definition.disk.path;
    const { stdout } = await execa("qemu-img", ["check", "--output", "json", disk], {
      reject: false,
    });
    // Clusters that a killed QEMU had allocated but not used waste space, but are not damage.
    const { corruptions = 0, "check-errors": errors } = JSON.parse(stdout);
    if (corruptions > 0 || errors > 0) faults.push(`${disk}: ${stdout}`);
  }
  const ended = await until(
    "all processes to end",
    () => processesOf(instance.folder).length === 0,
  ).catch(() => false);
  if (!ended) {
    const left = processesOf(instance.folder).map(({ args }) => args.join(" "));
    faults.push(`processes are left: ${left.join("; ")}`);
  }
  if ((await networkState()) !== place.before) faults.push("the network is not as before");
  const known = new Set(machines.map(({ id }) => id));
  for (const entry of readdirSync(join(data, "virtray/machines"))) {
    if (!known.has(entry)) faults.push(`a folder is left: ${entry}`);
  }
  return faults;
}
