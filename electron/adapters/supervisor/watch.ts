import { readFile, readlink } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { LanSettings } from "../../contract/lan/network.ts";
import { awaitChanges } from "../files/folder-watch.ts";
import { careForLogs } from "../files/log-care.ts";
import type { Paths } from "../files/paths.ts";
import type { CableFiles } from "../qemu/cable-files.ts";
import { readCableRecord } from "../qemu/cable-view.ts";
import { isCaptureAbandoned } from "../qemu/capture.ts";
import { machineRuntime, runningMachines, touchedMachines } from "../qemu/runtime.ts";
import { carrierEnded, isCarried } from "../qemu/weather-cable.ts";
import { talkToNetd } from "../root/netd-client.ts";
import { lanFolder } from "../root/netd-folder.ts";
import { findOwnNetwork, ownNetworkFolder } from "../root/own-network.ts";
import { createVdeSwitch } from "../switch/vde-switch.ts";

/** The state of the things that the supervisor keeps. */
export interface Kept {
  /** "ill": the LAN should be on, but its switch seems not to carry it. */
  readonly lan: "off" | "well" | "ill";
  readonly machinesRun: boolean;
  /** Whether a cable is not carried as its record says. */
  readonly hasLooseCable: boolean;
  /** Whether a capture goes on whose program was killed. */
  readonly hasAbandonedCapture: boolean;
}

/** Reads that state without the rest of the program: it reads often, and must stay small. */
export interface SupervisorWatch {
  look(): Promise<Kept>;
  /** Resolves once the state may have changed. */
  change(): Promise<void>;
  close(): void;
}

/**
 * The interval in ms of checks for changes without an event: a QEMU or a switch that another
 * program killed or stopped.
 */
const recheckMs = 30_000;
/** Changes come in bursts, which are read at once. */
const settleMs = 30;

/**
 * Returns whether a supervisor is needed: for the LAN that was switched on here, or a running
 * machine.
 */
export async function isSupervisorNeeded(paths: Paths): Promise<boolean> {
  const uid = process.getuid?.() ?? 0;
  const [lan, isHere, running] = await Promise.all([
    desiredLan(uid),
    createVdeSwitch(paths.switchFolder, uid).wasStarted(),
    runningMachines(paths),
  ]);
  return (lan !== null && isHere) || running.length > 0;
}

/** Returns the LAN in netd's state file; null if it is off. */
async function desiredLan(uid: number): Promise<LanSettings | null> {
  const stateFile = await talkToNetd(lanFolder(uid)).stateFile();
  return stateFile?.wish?.lan ?? null;
}

/**
 * Begins to watch: the folders where machines, switch and netd have their files, and the switch. Cuts
 * the logs of running machines at the same time.
 */
export function watchForSupervisor(paths: Paths): SupervisorWatch {
  const uid = process.getuid?.() ?? 0;
  const vdeSwitch = createVdeSwitch(paths.switchFolder, uid);
  const changes = awaitChanges(recheckMs);
  const logs = careForLogs();
  const closing = new AbortController();
  const carriers = new Set<string>();
  let isFollowed = false;
  /** Whether the LAN's switch was started here; a start that fails removes what tells of it. */
  let isHere = false;

  /** Waits for the switch's end, for whatever reason. */
  function followSwitch(): void {
    if (isFollowed) return;
    isFollowed = true;
    void vdeSwitch.ended(closing.signal).then((lived) => {
      isFollowed = false;
      if (lived) changes.tell();
    });
  }

  /** Checks the weather of cables, and waits for the end of the processes that carry frames. */
  async function hasLooseCable(running: readonly string[]): Promise<boolean> {
    const looks = running.map(async (id) => {
      const { cable } = machineRuntime(paths, id);
      const [record, carried] = await Promise.all([readCableRecord(cable), isCarried(cable)]);
      if (carried) followCarrier(id, cable);
      return carried !== (record !== null);
    });
    return (await Promise.all(looks)).includes(true);
  }

  function followCarrier(id: string, cable: CableFiles): void {
    if (carriers.has(id)) return;
    carriers.add(id);
    void carrierEnded(cable, closing.signal).then(() => {
      carriers.delete(id);
      changes.tell();
    });
  }

  async function lookAtLan(): Promise<Kept["lan"]> {
    const lan = await desiredLan(uid);
    isHere = lan !== null && (isHere || (await vdeSwitch.wasStarted()));
    // With another folder for what runs, as without a session, it is another supervisor's.
    if (lan === null || !isHere) return "off";
    followSwitch();
    const ports = await vdeSwitch.ports();
    const tap = ports?.find((port) => port.tap !== null)?.tap ?? null;
    const isLans =
      tap === lan.interface || (tap !== null && (await masterOf(tap)) === lan.interface);
    return isLans && (await hasCarrier(tap)) ? "well" : "ill";
  }

  return {
    async look() {
      const touched = await touchedMachines(paths);
      changes.follow([
        ...[paths.runtime, paths.switchFolder, lanFolder(uid), ownNetworkFolder(paths.runtime)],
        ...[...touched].map((id) => machineRuntime(paths, id).folder),
      ]);
      const [lan, running] = await Promise.all([lookAtLan(), runningMachines(paths)]);
      logs.follow(running.map((id) => machineRuntime(paths, id).logFolder));
      const isLoose = await hasLooseCable(running);
      const captures = await Promise.all(
        running.map((id) => isCaptureAbandoned(machineRuntime(paths, id))),
      );
      return {
        ...{ lan, machinesRun: running.length > 0, hasLooseCable: isLoose },
        hasAbandonedCapture: captures.includes(true),
      };
    },
    async change() {
      await changes.next();
      await delay(settleMs);
    },
    close() {
      changes.close();
      logs.close();
      closing.abort();
    },
  };
}

/** Returns the folder in which the kernel tells of the interfaces where the LAN is. */
const sysfs = () => `${findOwnNetwork()?.root ?? ""}/sys`;

/** Returns the bridge that an interface is a port of; null if of none. */
async function masterOf(name: string): Promise<string | null> {
  const link = await readlink(`${sysfs()}/class/net/${name}/master`).catch(() => null);
  return link === null ? null : basename(link);
}

/** Returns whether an interface is up and has a carrier; its file cannot be read while it is down. */
async function hasCarrier(name: string): Promise<boolean> {
  const carrier = await readFile(`${sysfs()}/class/net/${name}/carrier`, "utf8").catch(() => "");
  return carrier.trim() === "1";
}
