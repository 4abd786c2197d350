import { join } from "node:path";
import { cutLog } from "../../adapters/files/cut-log.ts";
import { inspectDisk } from "../../adapters/image/disk-image.ts";
import { isReachable } from "../../adapters/net/reachability.ts";
import { type PosixLocks, readLocks, startedAt } from "../../adapters/process/process-identity.ts";
import { keepGuestState } from "../../adapters/qemu/kvm-advice-log.ts";
import { askStatus } from "../../adapters/qemu/process.ts";
import {
  type MachineRuntime,
  machineRuntime,
  observeRuntime,
  readLogTail,
  touchedMachines,
} from "../../adapters/qemu/runtime.ts";
import { readVncPassword } from "../../adapters/qemu/vnc-password.ts";
import { forgetWanted, readWanted } from "../../adapters/store/keep-running-record.ts";
import { readMachines } from "../../adapters/store/machine-store.ts";
import { type AppError, appError, ok } from "../../contract/errors/app-error.ts";
import type { MachineFile, MachineView } from "../../contract/machine/machine.ts";
import { broadcastOf, formatIpv4, netmask } from "../../core/base/ip-address.ts";
import { createLimiter } from "../../core/base/limiter.ts";
import { lanSubnet } from "../../core/lan/plan/plan.ts";
import { checkAddress, proposeAddress } from "../../core/machine/checks.ts";
import { explainUnexpectedEnd, telling } from "../../core/machine/qemu-messages.ts";
import { judgeMachine } from "../../core/machine/status.ts";
import type { MachinesService } from "../base/interfaces.ts";
import { lookOnLan } from "../registry/lan-addresses.ts";
import { findMachine, type MachinesParts, observeMachine } from "../registry/parts.ts";
import { addMachine, deleteMachine, recoverMachine, setAutostart } from "../registry/registry.ts";
import { plugMachines, setCable } from "./network/cable.ts";
import { addForward, removeForward } from "./network/forwards.ts";
import { setMachineUplink } from "./network/uplink.ts";
import { commandMachine, killMachine, powerDownAll, stopMachine } from "./power/power.ts";
import { pauseForSleep, resumeAfterSleep } from "./power/sleep.ts";
import { restartMachine, startMachine } from "./power/start.ts";
import { type Attention, attendMachines } from "./view/attention.ts";
import { warnOfSpace, whyNoSpace } from "./view/space.ts";
import type { Reached } from "./view/watch-reachability.ts";

/** How long one machine's QMP may keep a list waiting; it answers within a few ms if at all. */
const statusTimeoutMs = 1000;
/** How long a single list waits for a guest's sign of life; a lasting watch takes its time. */
const quickKnockMs = 150;
/** After 3 s the kernel itself says that nobody has the address (arp(7)), which costs no program. */
const patientKnockMs = 3500;
/** A machine that nothing runs of. */
function stoppedView(machine: MachineFile): MachineView {
  return {
    id: machine.id,
    name: machine.name,
    status: "stopped",
    address: machine.network.address,
    mac: machine.network.mac,
    reachable: null,
    pid: null,
    startedAt: null,
    accelerator: null,
    stopDeadline: null,
    problem: null,
    definition: machine,
  };
}

/** Builds the machines' use cases; nothing is started or watched yet. */
export function createMachinesService(parts: MachinesParts): MachinesService {
  const { paths } = parts;
  const listeners = new Set<() => void>();
  // More at once would take longer each, and keep the rest of the program from its turn.
  const starting = createLimiter(parts.host.cpus);
  let attention: Attention | null = null;
  let hostGoesDown = false;

  async function knock(machine: Reached, timeoutMs: number): Promise<boolean> {
    const lan = await parts.lanSettings();
    return isReachable({ ...machine, interface: lan.interface }, timeoutMs);
  }

  async function lastWords(machine: MachineFile, runtime: MachineRuntime) {
    const why = explainUnexpectedEnd(await readLogTail(runtime.qemuLog, 50), {
      ...{ name: machine.name, diskPath: machine.disk.path, diskHolder: null, hypervisor: null },
    });
    await keepGuestState(join(paths.machines, machine.id), why);
    return why;
  }

  async function view(
    machine: MachineFile,
    locks: PosixLocks,
    lanIsOn: () => Promise<boolean>,
  ): Promise<MachineView> {
    const runtime = machineRuntime(paths, machine.id);
    const facts = await observeRuntime(runtime, locks);
    const { process } = facts;
    // The supervisor does so too, but one of an earlier version, which lives as long as the LAN, does not.
    if (process !== null) {
      await Promise.all([cutLog(runtime.qemuLog), cutLog(runtime.qemu.serialLog)]);
    }
    const isOnLan = process !== null && (await lanIsOn());
    const target = { address: machine.network.address, mac: machine.network.mac };
    // Begun here: guest and QEMU take their time to answer, and one need not wait for the other.
    const knocked = isOnLan && attention === null ? knock(target, quickKnockMs) : null;
    const qmpStatus =
      process === null
        ? null
        : await (attention?.status(machine.id, statusTimeoutMs) ??
            askStatus(runtime, statusTimeoutMs));
    const troubled = facts.abandoned || qmpStatus === "internal-error";
    const why =
      qmpStatus === "io-error"
        ? await whyNoSpace(machine, runtime, statusTimeoutMs)
        : troubled
          ? await lastWords(machine, runtime)
          : null;
    const standing = judgeMachine({
      name: machine.name,
      alive: process !== null,
      abandoned: facts.abandoned,
      beingStarted: facts.beingStarted,
      beingSaved: facts.beingSaved,
      qmpStatus,
      stopDeadline: facts.stopDeadline,
      startFailure: facts.startFailure,
      lastWords: why,
      now: Date.now(),
    });
    const seen = isOnLan ? (attention?.reachable(machine.id) ?? null) : null;
    return {
      ...stoppedView(machine),
      ...standing,
      problem: standing.problem ?? (process === null ? null : await warn(machine, runtime)),
      reachable: knocked === null ? seen : await knocked,
      pid: process?.pid ?? null,
      startedAt: process === null ? null : await startedAt(process),
      accelerator: process === null ? null : facts.accelerator,
    };
  }

  /** What is wrong with a machine although it runs; null: nothing. */
  async function warn(machine: MachineFile, runtime: MachineRuntime): Promise<AppError | null> {
    const { name, vncDisplay } = machine;
    const isOpen = vncDisplay !== null && readVncPassword(runtime) === null;
    return isOpen ? appError("vnc-open", { name, display: vncDisplay }) : warnOfSpace(machine);
  }

  async function list(): ReturnType<MachinesService["list"]> {
    const [stored, touched] = await Promise.all([
      readMachines(paths.machines),
      touchedMachines(paths),
    ]);
    if (!stored.ok) {
      return {
        machines: [],
        broken: [{ id: "", path: paths.machines, problem: stored.error, backup: null }],
      };
    }
    const { machines, broken } = stored.value;
    const locks = machines.some(({ id }) => touched.has(id)) ? await readLocks() : new Map();
    let asked: Promise<boolean> | null = null;
    const lanIsOn = () => {
      asked ??= parts.switchSocket().then((socket) => socket !== null);
      return asked;
    };
    const views = await Promise.all(
      machines.map((machine) =>
        touched.has(machine.id) ? view(machine, locks, lanIsOn) : stoppedView(machine),
      ),
    );
    if (attention !== null) {
      const running = views.some(({ pid }) => pid !== null);
      attention.learn(views, touched, running && (await lanIsOn()));
    }
    return { machines: views, broken };
  }

  return {
    list,
    add: (request) => addMachine(parts, request),
    async propose() {
      const [stored, lan, occupied] = await Promise.all([
        readMachines(paths.machines),
        parts.lanSettings(),
        lookOnLan(parts),
      ]);
      return {
        address: proposeAddress(lan, stored.ok ? stored.value.machines : [], occupied),
        mostMemoryMiB: parts.host.memoryMiB,
        mostCpus: parts.host.cpus,
        network: {
          netmask: formatIpv4(netmask(lan.prefixLength)),
          broadcast: formatIpv4(broadcastOf(lanSubnet(lan))),
          gateway: lan.address,
        },
      };
    },
    async checkAddress(address) {
      const [stored, lan] = await Promise.all([readMachines(paths.machines), parts.lanSettings()]);
      if (!stored.ok) return stored;
      const { machines } = stored.value;
      const known = checkAddress(address, lan, machines);
      if (!known.ok) return known;
      const free = checkAddress(address, lan, machines, await lookOnLan(parts, address));
      return free.ok ? ok(undefined) : free;
    },
    start: (id) => starting(() => startMachine(parts, id)),
    stop: (id, options) => stopMachine(parts, id, options),
    kill: (id) => killMachine(parts, id),
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
      return powerDownAll(parts, deadline);
    },
    setAutostart: (id, autostart) => setAutostart(parts, id, autostart),
    async log(id) {
      const found = await findMachine(paths, id);
      return found.ok
        ? ok(telling(await readLogTail(machineRuntime(paths, id).qemuLog, 200)))
        : found;
    },
    async vncPassword(id) {
      const observed = await observeMachine(paths, id);
      if (!observed.ok) return observed;
      const { facts, runtime } = observed.value;
      return ok(facts.process === null ? null : readVncPassword(runtime));
    },
    setCable: (id, isPlugged) => setCable(parts, id, isPlugged),
    setUplink: (id, choice) => setMachineUplink(parts, id, choice),
    addForward: (id, forward) => addForward(parts, id, forward),
    removeForward: (id, port) => removeForward(parts, id, port),
    plugAll: () => plugMachines(parts),
    inspectDisk,
    watch(changed) {
      listeners.add(changed);
      attention ??= attendMachines(
        paths,
        (machine) => knock(machine, patientKnockMs),
        () => {
          for (const listener of listeners) listener();
        },
        // A guest that powers itself down is wished to be off, unless the computer goes down.
        (id) => {
          if (!hostGoesDown) void forgetWanted(paths.machines, id);
        },
      );
      return () => {
        listeners.delete(changed);
        if (listeners.size > 0) return;
        attention?.close();
        attention = null;
      };
    },
  };
}
