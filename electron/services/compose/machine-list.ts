import type { MachinesService } from "../base/interfaces.ts";
import { listMachines } from "../machine/view/list.ts";
import type { ListParts } from "../machine/view/touched-view.ts";
import type { Foundation } from "./foundation.ts";

/** Creates the parts that a list of machines is made from. */
export function listParts({ paths, settings, vdeSwitch, netd }: Foundation): ListParts {
  return {
    paths,
    lanSettings: async () => (await settings.read()).lan,
    switchSocket: async () => ((await vdeSwitch.ports()) === null ? null : vdeSwitch.socketFolder),
    async hasWayOut() {
      const status = await netd.status();
      return !status.ok || status.value === null || status.value.active !== null;
    },
  };
}

/** Creates the list of machines alone, which needs far less code than all their use cases. */
export function createMachineList(foundation: Foundation): MachinesService["list"] {
  const parts = { ...listParts(foundation), alone: true };
  return () => listMachines(parts, null);
}
