import { runOwnCommand } from "../../adapters/computer/own-command.ts";
import { readOwnNeeds } from "../../adapters/computer/own-needs.ts";
import { followLines } from "../../adapters/computer/serve-lines.ts";
import { hasNetdevs } from "../../adapters/qemu/netdevs.ts";
import type { Language } from "../../contract/base/languages.ts";
import type { FarConsoleKind } from "../../contract/computer/console-line.ts";
import type { FarMachine } from "../../contract/computer/serve.ts";
import { type AppError, ok } from "../../contract/errors/app-error.ts";
import type { ViaNet } from "../../contract/lan/via.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import { followMachines } from "../computer/follow-machines.ts";
import { serveMove } from "../computer/move/serve-move.ts";
import { hasArrived, settleHere, undecidedHere } from "../computer/move/settle.ts";
import { serveComputer } from "../computer/serve.ts";
import { serveCable, serveUplink } from "../computer/serve-cable.ts";
import { serveConsole } from "../computer/serve-console.ts";
import { createConsoles } from "../machine/console/consoles.ts";
import type { Foundation } from "./foundation.ts";
import { createMachineList } from "./machine-list.ts";
import { createMachines, machinesParts } from "./machines.ts";

/** The errand of another computer; with none of these it asks. */
export interface Serving {
  /** To plug in its cable, by a key of its own. */
  readonly cable?: string | null;
  /** To have packets leave by this computer, by such a key and through a net of its own. */
  readonly uplink?: { readonly key: string; readonly net: ViaNet } | null;
  /** To show a console of a machine. */
  readonly console?: { readonly id: string; readonly kind: FarConsoleKind } | null;
  /** To bring a machine, or to fetch the one with this ID. */
  readonly move?: { readonly send: string | null; readonly language: Language } | null;
}

/**
 * Returns what answers another computer on the standard streams, or carries its cable, by a key of that;
 * wired to the real adapters.
 */
export function createServe(
  foundation: Foundation,
  version: string,
  describe: (error: AppError, language: Language) => Promise<string>,
): (serving: Serving) => Promise<void> {
  const list = createMachineList(foundation);
  const machines = async () => tellMachines((await list()).machines);
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  return ({ cable = null, uplink = null, console = null, move = null }) => {
    if (move !== null) {
      return serveMove(
        {
          ...{ version, machines: machinesParts(foundation) },
          describe: (error) => describe(error, move.language),
        },
        move.send,
      );
    }
    if (cable !== null) {
      return serveCable(
        {
          ...{ ...foundation, version },
          plugAll: () => createMachines(foundation).plugAll(),
          tell,
        },
        cable,
      );
    }
    if (uplink !== null) {
      return serveUplink({ ...foundation, version, tell }, uplink.key, uplink.net);
    }
    if (console !== null) {
      const open = () => createConsoles(foundation)(console.id, console.kind);
      const { stdin: input, stdout: output } = process;
      return serveConsole({ version, open, input, output, tell }).finally(() => input.destroy());
    }
    const all = createMachines(foundation);
    const follower = followMachines(
      async () => tellMachines((await all.list()).machines),
      all.watch,
    );
    const parts = machinesParts(foundation);
    return serveComputer({
      ...{ version, machines, command: runOwnCommand, followLines },
      needs: () => readOwnNeeds(() => hasNetdevs("user", "vde")),
      async arrived(undecided) {
        const found = await hasArrived(parts, undecided);
        if (!found.ok) throw new Error(found.error.code);
        return found.value === true;
      },
      leaving: () => undecidedHere(parts, null),
      settle: async (undecided, isThere) =>
        (await settleHere(parts, undecided, async () => ok(isThere))).ok,
      news: follower.news,
      async log(id) {
        const lines = await all.log(id);
        if (!lines.ok) throw new Error(lines.error.code);
        return lines.value;
      },
      send: (line) => void process.stdout.write(`${line}\n`),
    }).finally(follower.close);
  };
}

/** Returns the facts that another computer shows of machines. */
function tellMachines(views: readonly MachineView[]): readonly FarMachine[] {
  const now = Date.now();
  return views.map((each) => ({
    ...{ id: each.id, name: each.name, status: each.status, address: each.address },
    ...{ mac: each.mac, user: each.definition.user ?? null, reachable: each.reachable },
    uptimeSeconds:
      each.startedAt === null ? null : Math.max(0, Math.floor((now - each.startedAt) / 1000)),
    accelerator: each.accelerator?.kind ?? null,
    problemCode: each.problem?.code ?? null,
    tags: [...(each.definition.tags ?? [])],
    note: each.definition.note ?? null,
    protected: each.definition.protected === true,
  }));
}
