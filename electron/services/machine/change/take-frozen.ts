import { ownBundle } from "../../../adapters/own-install/bundle.ts";
import { runAfterUs } from "../../../adapters/process/after-us.ts";
import { agentListens, freezeGuest, thawGuest } from "../../../adapters/qemu/agent/guest-agent.ts";
import { askQmp } from "../../../adapters/qemu/qmp-client.ts";
import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";
import type { Scene } from "./snapshot-scene.ts";

/** The tables of large disks take a while to copy, in ms; the guest's programs wait meanwhile. */
const tablesMs = 60_000;

/** A guest that cannot thaw at once is asked again so often. */
const mostThaws = 3;

/**
 * Takes a snapshot of a running machine's disks alone, while its agent holds the file systems still.
 * Our command lets them go on if this program ends before it does.
 */
export async function takeFrozen(
  { machine, runtime, disks }: Scene,
  tag: string,
): Promise<Result<void>> {
  const { name } = machine;
  if (!(await agentListens(runtime))) return fail("snapshot-no-agent", { name });
  const guard = runAfterUs([process.execPath, ownBundle("cli"), "snapshot", "thaw", name]);
  const isStill = await freezeGuest(runtime.qemu.agent);
  const taken = isStill
    ? await askQmp(runtime.qemu.commandQmp, "transaction", snapshotOf(disks, tag), tablesMs)
    : null;
  // A guest that answered too late may be still by now.
  const goesOn = await thaw(runtime);
  if (goesOn) guard.spare();
  if (taken === null) return fail("agent-silent", { name });
  if (!goesOn) return fail("snapshot-not-thawed", { name });
  return taken.ok
    ? ok(undefined)
    : fail("machine-not-answering", { name }, JSON.stringify(taken.error));
}

/** Returns the arguments of one step that gives all disks an internal snapshot, or none. */
const snapshotOf = (disks: Scene["disks"], name: string) => ({
  actions: disks.map(({ node }) => ({
    type: "blockdev-snapshot-internal-sync",
    data: { device: node, name },
  })),
});

async function thaw(runtime: MachineRuntime): Promise<boolean> {
  for (let tries = 0; tries < mostThaws; tries++) {
    if (await thawGuest(runtime.qemu.agent)) return true;
  }
  return false;
}

/** Lets the file systems of a running machine go on that a snapshot held still. */
export async function thawMachine(
  { paths }: Pick<MachinesParts, "paths">,
  id: string,
): Promise<Result<void>> {
  const running = await requireRunning(paths, id);
  if (!running.ok) return running;
  const { name } = running.value.machine;
  return (await thaw(running.value.runtime)) ? ok(undefined) : fail("agent-silent", { name });
}
