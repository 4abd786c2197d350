import type { Channel, Parsed } from "../../contract/channels/table.ts";
import { parseReference } from "../../contract/computer/far-machine.ts";
import type { AppStateService } from "../../services/app/app-state.ts";
import type { FarAction, FarMachines } from "../../services/computer/far-machines.ts";
import type { Handlers } from "./ipc.ts";

/** The questions that are also asked about a machine of another computer. */
type FarChannel = {
  readonly [C in Channel]: Parsed<C> extends { readonly id: string } ? C : never;
}[Channel];

/**
 * Has questions about a machine of another computer answered there, and the others as before. The reference
 * decides, which a page may give for these questions only.
 */
export function withFarMachines(
  own: Handlers,
  far: FarMachines,
  appState: Pick<AppStateService, "actFar">,
): Handlers {
  const or = <C extends FarChannel>(channel: C, there: Handlers[C]): Handlers[C] => {
    const here = own[channel];
    return ((request, asker) =>
      parseReference(request.id) === null
        ? here(request, asker)
        : there(request, asker)) as Handlers[C];
  };
  const act = (action: FarAction) =>
    or(`machine.${action}`, ({ id }) => appState.actFar(id, action, () => far.act(id, action)));
  return {
    ...own,
    "machine.start": act("start"),
    "machine.stop": act("stop"),
    "machine.kill": act("kill"),
    "machine.restart": act("restart"),
    "machine.pause": act("pause"),
    "machine.resume": act("resume"),
    "machine.suspend": act("suspend"),
    "machine.log": or("machine.log", ({ id }) => far.log(id)),
    "snapshot.list": or("snapshot.list", ({ id }) => far.snapshots(id)),
    "snapshot.take": or("snapshot.take", ({ id, name }) => far.changeSnapshots(id, "take", name)),
    "snapshot.restore": or("snapshot.restore", ({ id, snapshot }) =>
      far.changeSnapshots(id, "restore", snapshot),
    ),
    "snapshot.delete": or("snapshot.delete", ({ id, snapshot }) =>
      far.changeSnapshots(id, "delete", snapshot),
    ),
  };
}
