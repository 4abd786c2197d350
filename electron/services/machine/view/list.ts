import type { Paths } from "../../../adapters/files/paths.ts";
import { readLocks } from "../../../adapters/process/process-identity.ts";
import { isTouched, machineRuntime, touchedMachines } from "../../../adapters/qemu/runtime.ts";
import { readMachines } from "../../../adapters/store/machine-store.ts";
import type { MachineFile, MachineView } from "../../../contract/machine/machine.ts";
import type { MachinesService } from "../../base/interfaces.ts";
import type { Attention } from "./attention.ts";
import { loadShares, stoppedView } from "./stopped-view.ts";
import type { ListParts } from "./touched-view.ts";

/** Lists the machines, and tells a lasting watch which of them to follow. */
export async function listMachines(
  parts: ListParts,
  attention: Attention | null,
): ReturnType<MachinesService["list"]> {
  const { paths } = parts;
  const [stored, touched] = await Promise.all([
    readMachines(paths.machines, parts),
    touchedMachines(paths, parts),
  ]);
  if (!stored.ok) {
    return {
      machines: [],
      broken: [{ id: "", path: paths.machines, problem: stored.error, backup: null }],
    };
  }
  const { machines, broken } = stored.value;
  const mayRun = await Promise.all(machines.map(({ id }) => isTouched(paths, id, touched, parts)));
  let asked: Promise<boolean> | null = null;
  const lanIsOn = () => {
    asked ??= parts.switchSocket().then((socket) => socket !== null);
    return asked;
  };
  const viewTouched = mayRun.includes(true) ? await touchedViews(parts, attention, lanIsOn) : null;
  const views = await Promise.all(
    machines.map((machine, place) =>
      mayRun[place] === true && viewTouched !== null
        ? viewTouched(machine)
        : restingView(machine, paths),
    ),
  );
  if (attention !== null) {
    const running = views.some(({ pid }) => pid !== null);
    attention.learn(views, touched, running && (await lanIsOn()));
  }
  return { machines: views, broken };
}

/** Loads what views machines that may run, or have failed: a list of others needs none of it. */
async function touchedViews(
  parts: ListParts,
  attention: Attention | null,
  lanIsOn: () => Promise<boolean>,
): Promise<(machine: MachineFile) => Promise<MachineView>> {
  const [{ viewTouched }, locks] = await Promise.all([import("./touched-view.ts"), readLocks()]);
  const listing = { parts, attention, locks, lanIsOn };
  return (machine) => viewTouched(listing, machine);
}

/** Returns the view of a machine that has no QEMU process and no runtime folder. */
async function restingView(machine: MachineFile, paths: Paths): Promise<MachineView> {
  const view = stoppedView(machine);
  if (machine.shares === undefined) return view;
  const shares = await loadShares(machine, machineRuntime(paths, machine.id), false);
  return { ...view, ...(shares === undefined ? {} : { shares }) };
}
