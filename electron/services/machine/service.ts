import { inspectDisk } from "../../adapters/image/disk-image.ts";
import { readLogTail } from "../../adapters/qemu/log-tail.ts";
import { readVncPassword } from "../../adapters/qemu/read-vnc-password.ts";
import { machineRuntime } from "../../adapters/qemu/runtime.ts";
import { forgetWanted, readWanted } from "../../adapters/store/keep-running-record.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { createLimiter } from "../../core/base/limiter.ts";
import { telling } from "../../core/machine/qemu-messages.ts";
import type { MachinesService } from "../base/interfaces.ts";
import {
  findMachine,
  type MachinesParts,
  observeMachine,
  requireUnprotected,
} from "../registry/parts.ts";
import {
  addMachine,
  deleteMachine,
  markMachine,
  recoverMachine,
  setAutostart,
} from "../registry/registry.ts";
import { checkNewAddress, proposeMachine } from "./change/propose.ts";
import { allowThrough, readAirlock, setAirlock } from "./network/airlock.ts";
import { plugMachines, setCable } from "./network/cable.ts";
import { captureMachine, endAbandonedCaptures } from "./network/capture.ts";
import { addForward, checkNewForward, removeForward } from "./network/forwards.ts";
import { letGoOfTaps } from "./network/plug-cable.ts";
import { setMachineUplink } from "./network/uplink.ts";
import { healMachines, partitionMachines, settleCables, setWeather } from "./network/weather.ts";
import { endForShutdown } from "./power/host-shutdown.ts";
import { commandMachine, killMachine, stopMachine } from "./power/power.ts";
import { pauseForSleep, resumeAfterSleep } from "./power/sleep.ts";
import { restartMachine, startMachine } from "./power/start.ts";
import { discardState, suspendMachine } from "./power/suspend.ts";
import { addShare, removeShare, repairShares } from "./share/shares.ts";
import { askGuest, readSetup } from "./view/ask-setup.ts";
import { type Attention, attendMachines } from "./view/attention.ts";
import { awaitReady } from "./view/await-ready.ts";
import { readMachineFacts } from "./view/guest-facts.ts";
import { listMachines } from "./view/list.ts";
import { askListeningPorts } from "./view/listening-ports.ts";
import { knock } from "./view/touched-view.ts";

/** After 3 s the kernel reports by itself that an address is unused (arp(7)), without a program. */
const patientKnockMs = 3500;

/** Creates the machines' use cases; nothing is started or watched yet. */
export function createMachinesService(parts: MachinesParts): MachinesService {
  const { paths } = parts;
  const listeners = new Set<() => void>();
  // More at once would take longer each, and keep the rest of the program from its turn.
  const starting = createLimiter(parts.host.cpus);
  let attention: Attention | null = null;
  let hostGoesDown = false;
  let areSetupsSeen = false;
  const attend = () =>
    attendMachines({
      paths,
      probe: (machine) => knock(parts, machine, patientKnockMs),
      read: (machine) => readSetup(paths, machine),
      ask: (machine) => askGuest(paths, machine),
      changed() {
        for (const listener of listeners) listener();
      },
      // A guest that powers itself down is wanted off, unless the computer goes down.
      poweredDown(id) {
        if (!hostGoesDown) void forgetWanted(paths.machines, id);
      },
    });

  return {
    list: () => listMachines(parts, attention),
    add: (request, options) => addMachine(parts, request, options),
    propose: () => proposeMachine(parts),
    checkAddress: (address) => checkNewAddress(parts, address),
    start: (id) => starting(() => startMachine(parts, id)),
    boot: (id) => starting(() => startMachine(parts, id, { boot: true })),
    suspend: (id, options) => suspendMachine(parts, id, options),
    discard: (id) => discardState(parts, id),
    stop: (id, options) => stopMachine(parts, id, options),
    kill: (id) => killUnprotected(parts, id),
    restart: (id, options) => restartMachine(parts, id, options),
    pause: (id) => commandMachine(parts, id, "stop"),
    resume: (id) => commandMachine(parts, id, "cont"),
    delete: (id) => deleteMachine(parts, id),
    recover: (id) => recoverMachine(parts, id),
    wanted: () => readWanted(paths.machines),
    pauseForSleep: () => pauseForSleep(parts),
    resumeAfterSleep: () => resumeAfterSleep(parts),
    powerDownAll(deadline) {
      hostGoesDown = true;
      return endForShutdown(parts, deadline);
    },
    awaitReady: (id, options) => awaitReady(parts, id, options),
    mark: (id, change) => markMachine(parts, id, change),
    setAutostart: (id, autostart) => setAutostart(parts, id, autostart),
    guestFacts: (id) => readMachineFacts(paths, id),
    listeningPorts: (id) => askListeningPorts(paths, id),
    log: (id) => readLog(parts, id),
    vncPassword: (id) => currentVncPassword(parts, id),
    letGoOfTaps: () => letGoOfTaps(parts),
    setCable: (id, isPlugged) => setCable(parts, id, isPlugged),
    setUplink: (id, choice) => setMachineUplink(parts, id, choice),
    setAirlock: (id, airlock) => setAirlock(parts, id, airlock),
    allow: (id, entry) => allowThrough(parts, id, entry),
    airlockLog: (id) => readAirlock(parts, id),
    checkForward: (forward) => checkNewForward(parts, forward),
    addForward: (id, forward) => addForward(parts, id, forward),
    removeForward: (id, port) => removeForward(parts, id, port),
    setWeather: (id, weather, options) => setWeather(parts, id, weather, options),
    partition: (side, others, forMs) => partitionMachines(parts, side, others, forMs),
    heal: (ids) => healMachines(parts, ids),
    capture: (id, file, options) => captureMachine(parts, id, file, options),
    endAbandonedCaptures: () => endAbandonedCaptures(parts),
    addShare: (id, share) => addShare(parts, id, share),
    removeShare: (id, guestFolder) => removeShare(parts, id, guestFolder),
    repairShares: (id) => repairShares(parts, id),
    plugAll: () => plugMachines(parts),
    settleCables: () => settleCables(parts),
    inspectDisk,
    watchSetups(isSeen) {
      areSetupsSeen = isSeen;
      attention?.watchSetups(isSeen);
    },
    watch(changed) {
      listeners.add(changed);
      if (attention === null) {
        attention = attend();
        attention.watchSetups(areSetupsSeen);
      }
      return () => {
        listeners.delete(changed);
        if (listeners.size > 0) return;
        attention?.close();
        attention = null;
      };
    },
  };
}

async function killUnprotected(parts: MachinesParts, id: string): Promise<Result<void>> {
  const found = await findMachine(parts.paths, id);
  const free = found.ok ? requireUnprotected(found.value.machine) : found;
  return free.ok ? killMachine(parts, id) : free;
}

async function readLog({ paths }: MachinesParts, id: string): Promise<Result<readonly string[]>> {
  const found = await findMachine(paths, id);
  return found.ok ? ok(telling(await readLogTail(machineRuntime(paths, id).qemuLog, 200))) : found;
}

async function currentVncPassword(
  { paths }: MachinesParts,
  id: string,
): Promise<Result<string | null>> {
  const observed = await observeMachine(paths, id);
  if (!observed.ok) return observed;
  const { facts, runtime } = observed.value;
  return ok(facts.process === null ? null : readVncPassword(runtime));
}
