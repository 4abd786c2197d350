import {
  type OpenConnections,
  readConnections,
} from "../../../adapters/process/open-connections.ts";
import { machineRuntime } from "../../../adapters/qemu/runtime.ts";
import { settingIn } from "../../../contract/machine/hardware-values.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { type IdleLook, isResting } from "../../../core/machine/idleness.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";
import type { ReadUsage, RunningMachine } from "../view/usage.ts";
import { stopMachine } from "./power.ts";
import { suspendMachine } from "./suspend.ts";

/** The parts of the care for idle machines. */
interface IdleParts {
  readonly machines: MachinesParts;
  readonly readUsage: ReadUsage;
  /** Returns the machines that may run. */
  readonly running: () => Promise<readonly string[]>;
  /** The length of a minute in ms. */
  readonly minuteMs?: number;
}

/** A machine whose idleness is watched, with the process that runs it. */
interface Watched extends RunningMachine {
  readonly machine: MachineFile;
}

/** The last look at a machine, and since when nothing has used it. */
interface Rest {
  readonly pid: number;
  readonly look: IdleLook;
  readonly since: number;
}

/**
 * Suspends or powers down machines that nothing has used for as long as each is set, which is looked at
 * once a minute. One that cannot be suspended runs on, and its time begins anew. Returns the function
 * that ends the care.
 */
export function keepIdle(parts: IdleParts): () => void {
  const { minuteMs = 60_000 } = parts;
  let rests: ReadonlyMap<string, Rest> = new Map();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;

  async function look(): Promise<void> {
    const watched = await watchedMachines(parts);
    const [usage, connections] =
      watched.length === 0
        ? [new Map(), null]
        : await Promise.all([parts.readUsage(watched), readConnections()]);
    const next = new Map<string, Rest>();
    for (const { machine, id, pid } of watched) {
      const totals = usage.get(id);
      if (totals === undefined || connections === null) continue;
      const now = { ...totals, isAttended: isAttended(parts.machines, machine, connections) };
      const rest = restOf(rests.get(id), pid, now);
      next.set(id, rest);
      if (now.at - rest.since < settingIn(machine, "idleMinutes") * minuteMs) continue;
      next.delete(id);
      await endIdle(parts.machines, machine);
    }
    rests = next;
  }

  const again = () => {
    if (isOver) return;
    timer = setTimeout(
      () =>
        void look()
          .catch(() => {})
          .then(again),
      minuteMs,
    );
    timer.unref();
  };
  again();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** Returns the running machines that something is to happen to when they are idle. */
async function watchedMachines({ machines, running }: IdleParts): Promise<readonly Watched[]> {
  const found = await Promise.all(
    (await running()).map(async (id): Promise<readonly Watched[]> => {
      const running = await requireRunning(machines.paths, id);
      if (!running.ok) return [];
      const { machine, process } = running.value;
      const { mac } = machine.network;
      return settingIn(machine, "idle") === "never" ? [] : [{ machine, id, mac, pid: process.pid }];
    }),
  );
  return found.flat();
}

/** Whether somebody is at a machine, by its consoles and by connections of this computer. */
function isAttended(
  { paths }: MachinesParts,
  { id, network }: MachineFile,
  connections: OpenConnections,
): boolean {
  const { serial, vnc } = machineRuntime(paths, id).qemu;
  return (
    connections.leadTo(network.address) || [serial, vnc].some((path) => connections.areAt(path))
  );
}

function restOf(before: Rest | undefined, pid: number, look: IdleLook): Rest {
  const isSame = before?.pid === pid && isResting(before.look, look);
  return { pid, look, since: isSame ? before.since : look.at };
}

async function endIdle(parts: MachinesParts, machine: MachineFile): Promise<void> {
  if (settingIn(machine, "idle") === "suspend") await suspendMachine(parts, machine.id);
  else await stopMachine(parts, machine.id);
}
