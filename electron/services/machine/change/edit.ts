import { checkReadable } from "../../../adapters/image/disk-image.ts";
import { swapCd } from "../../../adapters/qemu/cd-drive.ts";
import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";
import { replaceMachine } from "../../../adapters/store/machine-store.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import {
  type HardwareValue,
  hardwareFields,
  type LiveField,
} from "../../../contract/machine/hardware.ts";
import { type HardwareValues, withSettings } from "../../../contract/machine/hardware-values.ts";
import type { ChangeMachine, MachineFile } from "../../../contract/machine/machine.ts";
import { checkNewMachine, leastMemoryMiB } from "../../../core/machine/checks.ts";
import type { ChangesService } from "../../base/storage-interfaces.ts";
import { writeIdentity } from "../../registry/identity.ts";
import { lookOnLan } from "../../registry/lan-addresses.ts";
import { checkName } from "../../registry/name.ts";
import {
  findMachine,
  type MachinesParts,
  requireStaying,
  withMachine,
  withRegistry,
} from "../../registry/parts.ts";
import { cloneMachine } from "./clone.ts";
import {
  addDisk,
  growDisk,
  installMachine,
  listDisks,
  removeDisk,
  replaceDisk,
} from "./disk-changes.ts";
import { exportMachine } from "./export.ts";
import { trimMachine } from "./trim.ts";

/** Builds the use cases that change machines; nothing is read yet. */
export function createChangesService(parts: MachinesParts): ChangesService {
  return {
    rename: (id, name) => renameMachine(parts, id, name),
    clone: (id, name, options) => cloneMachine(parts, id, name, options),
    export: (id, target, options) => exportMachine(parts, id, target, options),
    set: (id, change) => changeMachine(parts, id, change),
    install: (request, options) => installMachine(parts, request, options),
    disks: (id) => listDisks(parts, id),
    grow: (id, place, bytes) => growDisk(parts, id, place, bytes),
    trim: (id, options) => trimMachine(parts, id, options),
    addDisk: (id, disk) => addDisk(parts, id, disk),
    removeDisk: (id, place) => removeDisk(parts, id, place),
    replaceDisk: (id, place, path) => replaceDisk(parts, id, place, path),
  };
}

async function renameMachine(
  parts: MachinesParts,
  id: string,
  name: string,
): Promise<Result<MachineFile>> {
  return withRegistry(parts, async () => {
    const found = await findMachine(parts.paths, id);
    if (!found.ok) return found;
    const { machine } = found.value;
    const stays = await requireStaying(parts.paths, machine);
    if (!stays.ok) return stays;
    if (machine.name === name) return ok(machine);
    const free = await checkName(parts, name);
    if (!free.ok) return free;
    const renamed = { ...machine, name };
    // The name first: if this is broken off, the guest only keeps its old host name.
    const written = await replaceMachine(parts.paths.machines, renamed);
    if (!written.ok) return written;
    const told = await writeIdentity(parts, renamed, machine.name);
    return told.ok ? ok(renamed) : told;
  });
}

/**
 * Changes a stopped machine; of a running one, what is live in the table of hardware. Snapshots with memory fit
 * the hardware that they were taken of.
 */
async function changeMachine(
  parts: MachinesParts,
  id: string,
  change: ChangeMachine,
): Promise<Result<MachineFile>> {
  const occupied =
    change.address === undefined ? undefined : await lookOnLan(parts, change.address);
  return withRegistry(parts, async () => {
    const found = await findMachine(parts.paths, id);
    if (!found.ok) return found;
    const { machine, all } = found.value;
    return withMachine<MachineFile>(parts, machine, "change", async (process, runtime) => {
      const isLive = Object.keys(change).every(isLiveField);
      if (process !== null && !isLive) return fail("machine-running", { name: machine.name });
      const changed = applyChange(machine, change);
      const others = all.machines.filter((each) => each.id !== id);
      const { address } = changed.network;
      // An unchanged setting must not keep a machine from being changed.
      const request = {
        name: changed.name,
        memoryMiB: change.memoryMiB ?? leastMemoryMiB,
        cpus: change.cpus ?? 1,
        vncDisplay: change.vncDisplay ?? null,
        ...(address === machine.network.address ? {} : { address }),
      };
      const lan = await parts.lanSettings();
      const checked = checkNewMachine(request, others, lan, parts.host, occupied);
      if (!checked.ok) return checked;
      const cdrom = change.cdrom ?? null;
      const readable = cdrom === null ? ok(undefined) : await checkReadable(cdrom);
      if (!readable.ok) return readable;
      if (change.boot === "cdrom" && changed.cdrom === undefined) {
        return fail("cdrom-missing", { name: machine.name });
      }
      const live =
        process === null ? ok(undefined) : await changeLive(runtime, machine.name, change);
      if (!live.ok) return live;
      const written = await replaceMachine(parts.paths.machines, changed);
      if (!written.ok) return written;
      const told =
        address === machine.network.address
          ? ok(undefined)
          : await writeIdentity(parts, changed, machine.name);
      return told.ok ? ok(changed) : told;
    });
  });
}

/** The further work that a change of a running machine's setting takes. */
type LiveChange<F extends LiveField> = (
  runtime: MachineRuntime,
  name: string,
  value: HardwareValue<F>,
) => Promise<Result<void>>;

const liveChanges: { readonly [F in LiveField]: LiveChange<F> } = {
  cdrom: swapCd,
  // It is read when the computer shuts down.
  hostShutdown: async () => ok(undefined),
  // Both are read at each look at the machine.
  idle: async () => ok(undefined),
  idleMinutes: async () => ok(undefined),
};

async function changeLive(
  runtime: MachineRuntime,
  name: string,
  change: ChangeMachine,
): Promise<Result<void>> {
  for (const field of hardwareFields.filter(isLiveField)) {
    const changed = await changeField(runtime, name, field, change);
    if (!changed.ok) return changed;
  }
  return ok(undefined);
}

function changeField<F extends LiveField>(
  runtime: MachineRuntime,
  name: string,
  field: F,
  change: HardwareValues,
): Promise<Result<void>> {
  const value = change[field];
  return value === undefined
    ? Promise.resolve(ok(undefined))
    : liveChanges[field](runtime, name, value);
}

function isLiveField(field: string): field is LiveField {
  return Object.hasOwn(liveChanges, field);
}

/** Without a CD there is nothing else to boot from, so the choice goes with the drive. */
function applyChange(machine: MachineFile, change: ChangeMachine): MachineFile {
  const changed = withSettings(machine, change);
  return changed.cdrom === undefined ? withSettings(changed, { boot: "disk" }) : changed;
}
