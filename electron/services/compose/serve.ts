import { runOwnCommand } from "../../adapters/computer/own-command.ts";
import { readOwnNeeds } from "../../adapters/computer/own-needs.ts";
import { followLines } from "../../adapters/computer/serve-lines.ts";
import type { FarMachine } from "../../contract/computer/serve.ts";
import { serveComputer } from "../computer/serve.ts";
import { serveCable } from "../computer/serve-cable.ts";
import type { Foundation } from "./foundation.ts";
import { createMachineList } from "./machine-list.ts";
import { createMachines } from "./machines.ts";

/**
 * Returns what answers another computer on the standard streams, or carries its cable, by a key of that;
 * wired to the real adapters.
 */
export function createServe(
  foundation: Foundation,
  version: string,
): (cable: string | null) => Promise<void> {
  const list = createMachineList(foundation);
  async function machines(): Promise<readonly FarMachine[]> {
    const now = Date.now();
    return (await list()).machines.map((each) => ({
      ...{ id: each.id, name: each.name, status: each.status, address: each.address },
      ...{ mac: each.mac, reachable: each.reachable },
      uptimeSeconds:
        each.startedAt === null ? null : Math.max(0, Math.floor((now - each.startedAt) / 1000)),
      accelerator: each.accelerator?.kind ?? null,
      problemCode: each.problem?.code ?? null,
      tags: [...(each.definition.tags ?? [])],
      note: each.definition.note ?? null,
      protected: each.definition.protected === true,
    }));
  }
  return (cable) => {
    if (cable !== null) {
      return serveCable(
        {
          ...{ ...foundation, version },
          plugAll: () => createMachines(foundation).plugAll(),
          tell: (line) => void process.stderr.write(`${line}\n`),
        },
        cable,
      );
    }
    return serveComputer({
      ...{ version, machines, needs: readOwnNeeds, command: runOwnCommand, followLines },
      send: (line) => void process.stdout.write(`${line}\n`),
    });
  };
}
