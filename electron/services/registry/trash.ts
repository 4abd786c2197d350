import { readMoment } from "../../adapters/files/boot-clock.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import { readMachines, replaceMachine } from "../../adapters/store/machine-store.ts";
import {
  eraseFromTrash,
  eraseOldTrash,
  moveFromTrash,
  readTrash,
} from "../../adapters/store/trash-store.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { checkNewMachine, leastMemoryMiB } from "../../core/machine/checks.ts";
import { withFreeForwards } from "../../core/machine/forwards.ts";
import type { TrashService } from "../base/storage-interfaces.ts";
import { writeIdentity } from "./identity.ts";
import { lookOnLan } from "./lan-addresses.ts";
import { lockRegistry, type MachinesParts, withRegistry } from "./parts.ts";

/** How long a deleted machine can be restored, in milliseconds: seven days. */
const keptMs = 7 * 24 * 3600 * 1000;

/** Builds the use cases of the trash; nothing is read yet. */
export function createTrashService(parts: MachinesParts): TrashService {
  return {
    list: () => listTrash(parts),
    restore: (id, name) => restoreMachine(parts, id, name),
    empty: (ids) => emptyTrash(parts, ids),
    async purge() {
      await lockRegistry(parts, async () => ok(await purgeTrash(parts.paths)));
    },
  };
}

/** Removes permanently what has been in the trash for long enough. The registry's lock is held. */
export async function purgeTrash({ trash }: Paths): Promise<void> {
  const moment = await readMoment();
  if (moment !== null) await eraseOldTrash(trash, keptMs, moment);
}

async function listTrash(parts: MachinesParts): ReturnType<TrashService["list"]> {
  const read = await readTrash(parts.paths.trash);
  if (!read.ok) return read;
  return ok(
    read.value.map(({ machine, deletedAt, bytes }) => ({
      id: machine.id,
      name: machine.name,
      address: machine.network.address,
      disk: machine.disk.path,
      deletedAt,
      expiresAt: deletedAt + keptMs,
      bytes,
    })),
  );
}

async function restoreMachine(
  parts: MachinesParts,
  id: string,
  name: string | undefined,
): Promise<Result<MachineFile>> {
  const { paths } = parts;
  return withRegistry(parts, async () => {
    const [trash, stored, lan] = await Promise.all([
      readTrash(paths.trash),
      readMachines(paths.machines),
      parts.lanSettings(),
    ]);
    if (!trash.ok) return trash;
    if (!stored.ok) return stored;
    const before = trash.value.find(({ machine }) => machine.id === id)?.machine;
    if (before === undefined) return fail("trash-unknown", { name: id });
    const { machines } = stored.value;
    const { address } = before.network;
    // Sizes are checked at each start anyway, and a display can be given up.
    const displayTaken = machines.some((each) => each.vncDisplay === before.vncDisplay);
    const request = {
      ...before,
      name: name ?? before.name,
      memoryMiB: leastMemoryMiB,
      cpus: 1,
      vncDisplay: null,
    };
    const occupied = await lookOnLan(parts, address);
    const check = (wanted: string | undefined) =>
      checkNewMachine({ ...request, address: wanted }, machines, lan, parts.host, occupied);
    const same = check(address);
    const checked = same.ok ? same : check(undefined);
    if (!checked.ok) return checked;
    const moved = await moveFromTrash(paths.machines, paths.trash, id);
    if (!moved.ok) return moved;
    const free = withFreeForwards(before, machines);
    const machine: MachineFile = {
      ...free,
      name: request.name,
      vncDisplay: displayTaken ? null : before.vncDisplay,
      network: { ...free.network, address: checked.value.address },
    };
    const isSame = machine.name === before.name && machine.network.address === address;
    const hasAll = machine.network.forwards?.length === before.network.forwards?.length;
    if (isSame && !displayTaken && hasAll) return ok(machine);
    const written = await replaceMachine(paths.machines, machine);
    if (!written.ok) return written;
    const told = isSame ? ok(undefined) : await writeIdentity(parts, machine, before.name);
    return told.ok ? ok(machine) : told;
  });
}

async function emptyTrash(
  parts: MachinesParts,
  ids: readonly string[] | undefined,
): Promise<Result<void>> {
  const { trash } = parts.paths;
  return withRegistry(parts, async () => {
    const read = await readTrash(trash);
    if (!read.ok) return read;
    const all = new Map(read.value.map(({ machine }) => [machine.id, machine]));
    for (const id of ids ?? all.keys()) {
      const machine = all.get(id);
      if (machine === undefined) return fail("trash-unknown", { name: id });
      const erased = await eraseFromTrash(trash, machine);
      if (!erased.ok) return erased;
    }
    return ok(undefined);
  });
}
