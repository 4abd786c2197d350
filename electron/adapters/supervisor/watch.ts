import { networkInterfaces } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { LanSettings } from "../../contract/lan/network.ts";
import { awaitChanges } from "../files/folder-watch.ts";
import { careForLogs } from "../files/log-care.ts";
import type { Paths } from "../files/paths.ts";
import { machineRuntime, runningMachines, touchedMachines } from "../qemu/runtime.ts";
import { netdFolder, talkToNetd } from "../root/netd-client.ts";
import { createVdeSwitch } from "../switch/vde-switch.ts";

/** The state of the things that the supervisor keeps. */
export interface Kept {
  /** "ill": the LAN is wished to be on, but its switch seems not to carry it. */
  readonly lan: "off" | "well" | "ill";
  readonly machinesRun: boolean;
}

/** Reads that state without the rest of the program: it looks often, and is to be small. */
export interface SupervisorWatch {
  look(): Promise<Kept>;
  /** Ends once something may be otherwise than at the last look. */
  change(): Promise<void>;
  close(): void;
}

/** The net below the events: for a QEMU or a switch that was killed or stopped by others, in ms. */
const recheckMs = 30_000;
/** Changes come in bursts; they are looked at once. */
const settleMs = 30;

/** Whether there is anything to keep: the LAN that was switched on here, or a machine that runs. */
export async function isSupervisorNeeded(paths: Paths): Promise<boolean> {
  const uid = process.getuid?.() ?? 0;
  const [lan, isHere, running] = await Promise.all([
    desiredLan(uid),
    createVdeSwitch(paths.switchFolder, uid).wasStarted(),
    runningMachines(paths),
  ]);
  return (lan !== null && isHere) || running.length > 0;
}

/** The LAN that netd's state file tells of; null: it is off. */
async function desiredLan(uid: number): Promise<LanSettings | null> {
  const stateFile = await talkToNetd(netdFolder(uid)).stateFile();
  return stateFile?.wish?.lan ?? null;
}

/**
 * Begins to watch: the folders where machines, switch and netd have their files, and the switch. Cuts
 * the logs of running machines meanwhile.
 */
export function watchForSupervisor(paths: Paths): SupervisorWatch {
  const uid = process.getuid?.() ?? 0;
  const vdeSwitch = createVdeSwitch(paths.switchFolder, uid);
  const changes = awaitChanges(recheckMs);
  const logs = careForLogs();
  const closing = new AbortController();
  let isFollowed = false;
  /** Whether the LAN's switch was started here; a start that fails removes what tells of it. */
  let isHere = false;

  /** Hears of the switch's end, however that comes. */
  function followSwitch(): void {
    if (isFollowed) return;
    isFollowed = true;
    void vdeSwitch.ended(closing.signal).then((lived) => {
      isFollowed = false;
      if (lived) changes.tell();
    });
  }

  async function lookAtLan(): Promise<Kept["lan"]> {
    const lan = await desiredLan(uid);
    isHere = lan !== null && (isHere || (await vdeSwitch.wasStarted()));
    // With another folder for what runs, as without a session, it is another supervisor's.
    if (lan === null || !isHere) return "off";
    followSwitch();
    const ports = await vdeSwitch.ports();
    const hasTap = ports?.some(({ tap }) => tap === lan.interface) === true;
    // Among those that are named here, every one is up and has a carrier (libuv, uv_interface_addresses).
    return hasTap && networkInterfaces()[lan.interface] !== undefined ? "well" : "ill";
  }

  return {
    async look() {
      const touched = await touchedMachines(paths);
      changes.follow([
        ...[paths.runtime, paths.switchFolder, netdFolder(uid)],
        ...[...touched].map((id) => machineRuntime(paths, id).folder),
      ]);
      const [lan, running] = await Promise.all([lookAtLan(), runningMachines(paths)]);
      logs.follow(running.map((id) => machineRuntime(paths, id).logFolder));
      return { lan, machinesRun: running.length > 0 };
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
