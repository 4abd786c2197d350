import { execFileSync } from "node:child_process";
import { rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sh } from "../rig/lan/test-net.ts";
import type { Random } from "../rig/random.ts";
import type { ChaosMachine, ChaosPlace, ChaosUplink } from "./chaos-place.ts";
import { processesOf, signal } from "./processes.ts";

/** The present damage, and the differences that are allowed at the end. */
export interface Havoc {
  /** Processes that are held: QEMU, or the switch. */
  readonly held: Set<number>;
  readonly dropped: Set<ChaosUplink>;
  /** Machines that were killed or told to end; all others must have run through. */
  readonly mayHaveEnded: Set<string>;
}

/** One act: a command, which may be killed while it runs, or damage from outside. */
export type Act =
  | { readonly command: readonly string[]; readonly killAfterMs: number | null }
  | { readonly damage: string; run(): void | Promise<void> };

/** Chooses the next act. */
export function nextAct(random: Random, place: ChaosPlace, havoc: Havoc): Act {
  return random.oneIn(2) ? command(random, place, havoc) : damage(random, place, havoc);
}

function command(random: Random, { machines }: ChaosPlace, havoc: Havoc): Act {
  const { name } = random.pick(machines);
  const words = random.pick<readonly string[]>([
    ["list"],
    ["list"],
    ["show", name],
    ["start", name],
    ["start", ...machines.map((machine) => machine.name)],
    ["stop", "--timeout", "3", name],
    ["pause", name],
    ["resume", name],
    ["resume", name],
    ["cable", "pull", name],
    ["cable", "plug", name],
    ["snapshot", "take", name, "moment"],
    ["snapshot", "list", name],
    ["snapshot", "delete", name, "moment"],
    ["autostart", "set", "always", name],
    ["uplink", "set", random.pick(["auto", "none", "eth0", "wlan0"])],
    ["lan", "status"],
    ["lan", "up"],
    ["lan", "down"],
  ]);
  if (words[0] === "stop") havoc.mayHaveEnded.add(name);
  return { command: words, killAfterMs: random.oneIn(3) ? 50 + random.below(600) : null };
}

function damage(random: Random, place: ChaosPlace, havoc: Havoc): Act {
  const machine = random.pick(place.machines);
  const uplink = random.pick(place.uplinks);
  const text = random.pick(["", "{ torn", "\0\0\0\0", '{"version": 1}']);
  return random.pick<Act>([
    { damage: `kill -9 QEMU of ${machine.name}`, run: () => killMachine(place, havoc, machine) },
    { damage: "kill -9 switch", run: () => killAll(place, "switch") },
    { damage: "kill -9 netd", run: () => killAll(place, "netd") },
    { damage: "kill -9 supervisor", run: () => killAll(place, "supervisor") },
    { damage: "kill -9 app, or start it", run: () => killOrStart(place) },
    { damage: "kill -9 app, or start it", run: () => killOrStart(place) },
    { damage: `hold QEMU of ${machine.name}`, run: () => hold(place, havoc, machine) },
    { damage: "hold the switch", run: () => holdSwitch(place, havoc) },
    { damage: "let go on what is held", run: () => letGo(havoc) },
    {
      damage: `corrupt ${machine.name}: ${JSON.stringify(text)}`,
      run: () => corrupt(place, machine, text),
    },
    { damage: `drop ${uplink.link.interface}`, run: () => drop(havoc, uplink) },
    { damage: "bring uplinks back", run: () => bringBack(havoc) },
    { damage: "fill the disk", run: () => fill(place) },
    { damage: "make room on the disk", run: () => makeRoom(place) },
  ]);
}

function corrupt(place: ChaosPlace, { id }: ChaosMachine, text: string): void {
  try {
    writeFileSync(join(definitions(place), id, "machine.json"), text);
  } catch (error) {
    // On a full disk the file is empty now, which is damage as well.
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}

const definitions = ({ data }: ChaosPlace) => join(data, "virtray/machines");

/** The QEMU processes of a machine. */
export function qemusOf({ instance }: ChaosPlace, { id }: ChaosMachine): readonly number[] {
  return processesOf(instance.folder)
    .filter(({ kind, args }) => kind === "qemu" && args[args.indexOf("-uuid") + 1] === id)
    .map(({ pid }) => pid);
}

function killMachine(place: ChaosPlace, havoc: Havoc, machine: ChaosMachine): void {
  havoc.mayHaveEnded.add(machine.name);
  for (const pid of qemusOf(place, machine)) signal(pid, "SIGKILL");
}

function killAll({ instance }: ChaosPlace, wanted: "switch" | "netd" | "supervisor"): void {
  for (const { pid, kind } of processesOf(instance.folder)) {
    if (kind === wanted) signal(pid, "SIGKILL");
  }
}

async function killOrStart({ app }: ChaosPlace): Promise<void> {
  if (app.isRunning()) await app.kill();
  else app.start();
}

function hold(place: ChaosPlace, { held }: Havoc, machine: ChaosMachine): void {
  for (const pid of qemusOf(place, machine)) {
    held.add(pid);
    signal(pid, "SIGSTOP");
  }
}

function holdSwitch({ instance }: ChaosPlace, { held }: Havoc): void {
  for (const { pid, kind } of processesOf(instance.folder)) {
    if (kind !== "switch") continue;
    held.add(pid);
    signal(pid, "SIGSTOP");
  }
}

/** Continues all stopped processes. */
export function letGo({ held }: Havoc): void {
  for (const pid of held) signal(pid, "SIGCONT");
  held.clear();
}

async function drop({ dropped }: Havoc, uplink: ChaosUplink): Promise<void> {
  dropped.add(uplink);
  await sh("ip", "link", "set", uplink.link.interface, "down");
}

/** Brings all uplinks back, with the host's own routes, as its owner would. */
export async function bringBack({ dropped }: Havoc): Promise<void> {
  for (const uplink of dropped) {
    await sh("ip", "link", "set", uplink.link.interface, "up");
    await uplink.link.addDefaultRoute(uplink.metric);
  }
  dropped.clear();
}

const filler = ({ data }: ChaosPlace) => join(data, "filler");

function fill(place: ChaosPlace): void {
  makeRoom(place);
  const { bavail, bsize } = statfsSync(place.data);
  execFileSync("fallocate", ["-l", String(bavail * bsize), filler(place)]);
}

/** Removes the file that fills the disk. */
export function makeRoom(place: ChaosPlace): void {
  rmSync(filler(place), { force: true });
}
