import type { AskConsent } from "../contract/root/root.ts";
import type { Services } from "../services/base/services.ts";
import type { Foundation } from "../services/compose/foundation.ts";
import { createMachineList } from "../services/compose/machine-list.ts";
import { listComputers } from "../services/computer/list.ts";
import type { ListTools } from "./machine/list-command.ts";

/** Loads machines and network with all their use cases. */
export async function loadServices(foundation: Foundation, explain: AskConsent): Promise<Services> {
  const { createServices } = await import("../services/compose/services.ts");
  return createServices(foundation, explain);
}

/** Has other computers asked; who has none loads nothing for it. */
async function refreshLater(paths: Foundation["paths"]): Promise<void> {
  const { refreshLater: refresh } = await import("../adapters/computer/refresh-later.ts");
  await refresh(paths);
}

/** Creates the tools of `list`, which loads the network's only to tell its problems. */
export function listTools(foundation: Foundation, services: () => Promise<Services>): ListTools {
  return {
    list: createMachineList(foundation),
    listComputers: () => listComputers(foundation),
    refreshLater: () => refreshLater(foundation.paths),
    readPorts: () => foundation.vdeSwitch.ports(),
    readProblems: async () => (await (await services()).network.read()).lan.problems,
  };
}
