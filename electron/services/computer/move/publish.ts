import { join } from "node:path";
import { makeFolder } from "../../../adapters/files/make-folder.ts";
import { explainQemuImg } from "../../../adapters/image/convert-image.ts";
import { ownDisk } from "../../../adapters/image/image-source.ts";
import { runQemuImg } from "../../../adapters/image/qemu-img.ts";
import { finishMachine, readMachines } from "../../../adapters/store/machine-store.ts";
import {
  forgetComing,
  noteArrival,
  readComing,
  recordArrived,
} from "../../../adapters/store/move-records.ts";
import { basePath } from "../../../adapters/store/template-store.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import type { TemplateFile } from "../../../contract/template/template.ts";
import { fileError } from "../../../core/base/file-error.ts";
import { checkNewMachine } from "../../../core/machine/checks.ts";
import { withFreeForwards } from "../../../core/machine/forwards.ts";
import { writeIdentity } from "../../registry/identity.ts";
import { lookOnLan } from "../../registry/lan-addresses.ts";
import { type MachinesParts, withRegistry } from "../../registry/parts.ts";
import { diskName } from "./files.ts";

/** Returns the address that a machine from elsewhere gets here: its own where that is free. */
async function addressFor(
  parts: MachinesParts,
  machine: MachineFile,
  machines: readonly MachineFile[],
): Promise<Result<string>> {
  const { id, network } = machine;
  const same = machines.find((each) => each.id === id || each.network.mac === network.mac);
  if (same !== undefined) return fail("move-there", { name: same.name });
  const occupied = await lookOnLan(parts, network.address, network.mac);
  const lan = await parts.lanSettings();
  const check = (address: string | undefined) =>
    checkNewMachine({ ...machine, vncDisplay: null, address }, machines, lan, parts.host, occupied);
  const own = check(network.address);
  const checked = own.ok ? own : check(undefined);
  return checked.ok ? ok(checked.value.address) : checked;
}

/** Checks that a machine from elsewhere can have a place here; one that runs needs its own address. */
export async function checkPlace(
  parts: MachinesParts,
  machine: MachineFile,
  isLive: boolean,
): Promise<Result<void>> {
  const stored = await readMachines(parts.paths.machines);
  if (!stored.ok) return stored;
  const address = await addressFor(parts, machine, stored.value.machines);
  if (!address.ok) return address;
  const own = machine.network.address;
  return isLive && address.value !== own
    ? fail("move-live-address", { name: machine.name, address: own })
    : ok(undefined);
}

/**
 * Checks the disks that came, and returns the machine's definition here. A disk that names other files is refused: nothing that came decides what is opened here.
 */
export async function prepareDisks(
  { paths }: MachinesParts,
  draft: string,
  machine: MachineFile,
  template: TemplateFile | null,
): Promise<Result<MachineFile>> {
  const folder = join(paths.machines, machine.id);
  const base = template === null ? null : basePath(paths.templates, template.id);
  const all = [machine.disk, ...(machine.disks ?? [])];
  for (const [place, { format }] of all.entries()) {
    const path = join(draft, diskName(place, { format }));
    const own = await ownDisk(path, format, place === 0 ? base : null);
    if (!own.ok) return own;
  }
  const placed = <D extends MachineFile["disk"]>(disk: D, place: number): D => ({
    ...disk,
    path: join(folder, diskName(place, disk)),
  });
  const { template: _template, ...rest } = machine;
  return ok({
    ...rest,
    vncDisplay: null,
    disk: placed(machine.disk, 0),
    ...(machine.disks === undefined
      ? {}
      : { disks: machine.disks.map((disk, index) => placed(disk, index + 1)) }),
    ...(machine.seed === undefined ? {} : { seed: join(folder, "seed.img") }),
    ...(template === null ? {} : { template: { id: template.id, name: template.name } }),
  });
}

/**
 * Has a disk that came name the template's image here. This changes it, so that nothing could be added to
 * it any more by another attempt.
 */
async function hangOnBase(
  { paths }: MachinesParts,
  draft: string,
  { disk, template }: MachineFile,
): Promise<Result<void>> {
  if (template === undefined) return ok(undefined);
  const base = basePath(paths.templates, template.id);
  const path = join(draft, diskName(0, disk));
  const words = ["rebase", "-u", "-f", "qcow2", "-F", "qcow2", "-b", base, path];
  const based = await runQemuImg(words, [{ path, access: "write" }]);
  return based.ok ? ok(undefined) : { ok: false, error: explainQemuImg(based.error, path) };
}

/**
 * Turns what came into a machine, by rename. It is refused once the other side was told that it will not
 * come about. `live`: its QEMU runs already, from these files, and its guest stands still.
 */
export async function publish(
  parts: MachinesParts,
  draft: string,
  token: string,
  came: MachineFile,
  live: { readonly isPaused: boolean } | null,
): Promise<Result<MachineFile>> {
  const { paths } = parts;
  return withRegistry<MachineFile>(parts, async () => {
    const coming = await readComing(draft);
    if (coming === null || coming.isRevoked || coming.token !== token) return fail("move-late", {});
    const stored = await readMachines(paths.machines);
    if (!stored.ok) return stored;
    const { machines } = stored.value;
    const address = await addressFor(parts, came, machines);
    if (!address.ok) return address;
    const free = withFreeForwards(came, machines);
    const machine = { ...free, network: { ...free.network, address: address.value } };
    if (address.value !== came.network.address && machine.seed !== undefined) {
      const seed = join(draft, "seed.img");
      const told = await writeIdentity(parts, machine, came.name, seed, seed);
      if (!told.ok) return told;
    }
    if (live !== null && address.value !== came.network.address) return fail("move-late", {});
    const hung = live === null ? await hangOnBase(parts, draft, machine) : ok(undefined);
    if (!hung.ok) return hung;
    try {
      await makeFolder(paths.machines);
      await recordArrived(draft, { token, isStill: live !== null && !live.isPaused });
      await forgetComing(draft);
    } catch (error) {
      return { ok: false, error: fileError(draft, error) };
    }
    const finished = await finishMachine(paths.machines, draft, machine);
    if (!finished.ok) return finished;
    // Its own record goes with it when it moves on, before the other side has asked.
    await noteArrival(paths.incoming, token).catch(() => {});
    return ok(machine);
  });
}
