import { join } from "node:path";
import * as v from "valibot";
import { ensureFolder, watchFolders } from "../../../adapters/files/folder-watch.ts";
import type { Paths } from "../../../adapters/files/paths.ts";
import { machineRuntime } from "../../../adapters/qemu/runtime.ts";
import type { MachineView } from "../../../contract/machine/machine.ts";
import { createMachineLinks } from "../network/links.ts";
import { careForSetups, type SetupCareParts } from "./setup-care.ts";
import { careForReachability, type Reached } from "./watch-reachability.ts";

/** Changes come in bursts; each burst is reported once. */
const settleMs = 20;
/** The interval of full readings, in case an event is missed. */
const recheckMs = 30_000;

/** SHUTDOWN of the guest's own doing (qapi/run-state.json, ShutdownCause). */
const byGuestSchema = v.object({ reason: v.literal("guest-shutdown") });

/**
 * The connections and watches that last while the machines are watched. Each list tells it which
 * machines to follow.
 */
export interface Attention {
  /** Follows the machines of a new list; `touched` are the names in the runtime folder. */
  learn(machines: readonly MachineView[], touched: ReadonlySet<string>, lanIsOn: boolean): void;
  /** Asks `query-status` over the machine's lasting connection; undefined if it has none. */
  status(id: string, timeoutMs: number): Promise<string | null> | undefined;
  /** Tells whether a machine answered last; null if unknown. */
  reachable(id: string): boolean | null;
  /** Follows set-ups while a window is visible, and not otherwise. */
  watchSetups(isSeen: boolean): void;
  close(): void;
}

/** The questions of the watch to the machines, and its news. */
export interface AttentionParts extends Pick<SetupCareParts, "read" | "ask"> {
  readonly paths: Paths;
  readonly probe: (machine: Reached) => Promise<boolean>;
  readonly changed: () => void;
  /** Told of guests that ended by themselves or by the power button. */
  readonly poweredDown: (id: string) => void;
}

/** Begins to watch: the folders at once, each running machine with the first list that has it. */
export function attendMachines(parts: AttentionParts): Attention {
  const { paths, probe, changed, poweredDown } = parts;
  let settling: NodeJS.Timeout | null = null;
  const tell = () => {
    settling ??= setTimeout(() => {
      settling = null;
      changed();
    }, settleMs);
  };
  const folders = watchFolders(tell);
  const care = careForReachability(probe, tell);
  const setups = careForSetups({ read: parts.read, ask: parts.ask, changed: tell });
  const links = createMachineLinks((id, event) => {
    if (event.name === "RESET") care.startOver(id);
    if (event.name === "SHUTDOWN" && v.is(byGuestSchema, event.data)) poweredDown(id);
    tell();
  });
  const always = [paths.machines, paths.runtime];
  for (const folder of always) ensureFolder(folder);
  folders.follow(always);
  const recheck = setInterval(tell, recheckMs);
  recheck.unref();

  return {
    learn(machines, touched, lanIsOn) {
      const running = machines.filter(({ pid }) => pid !== null);
      links.follow(new Map(running.map(({ id }) => [id, machineRuntime(paths, id)])));
      const reached = running.map(({ id, address, mac, startedAt }) => {
        return [id, { address, mac, startedAt }] as const;
      });
      care.follow(new Map(lanIsOn ? reached : []));
      const unseen = folders.follow([
        ...always,
        ...machines.map(({ id }) => join(paths.machines, id)),
        ...machines
          .filter(({ id }) => touched.has(id))
          .map(({ id }) => machineRuntime(paths, id).folder),
      ]);
      setups.follow(machines);
      if (unseen) tell();
    },
    status: links.status,
    reachable: care.known,
    watchSetups: setups.watch,
    close() {
      if (settling !== null) clearTimeout(settling);
      clearInterval(recheck);
      folders.close();
      care.close();
      setups.close();
      links.close();
    },
  };
}
