import type { AppError } from "../errors/app-error.ts";
import {
  type ForwardProtocol,
  type KeptForward,
  type LanForward,
  type PortForward,
  type RefusedForward,
  samePort,
} from "../lan/forward.ts";
import type { UplinkState } from "../lan/network.ts";
import type { MachineView } from "../machine/machine.ts";
import type { UplinkChoice } from "../uplink/choice.ts";
import { matchChoice } from "../uplink/choice.ts";
import type { LanView } from "./state.ts";

/**
 * Whether somebody can answer behind a forward now, and why not. `refused`: its port could not be
 * had. `waiting`: the LAN has no such forward, such as of a machine whose address lies outside it.
 */
export type ForwardState = "open" | "lan-off" | "refused" | "waiting" | "not-running";

/** A forward as it is now. */
export interface ForwardView extends PortForward {
  /** Where it is reached, such as `localhost:8080`: here, and at this computer's addresses. */
  readonly here: readonly string[];
  /** Where it leads: the machine's address and port. */
  readonly there: string;
  readonly state: ForwardState;
  /** Why it is refused; null: it is not. */
  readonly problem: AppError | null;
}

/** The forwards that the LAN was told of, each with why its port could not be had. */
export function keptForwards(
  wanted: readonly LanForward[],
  refused: readonly RefusedForward[],
): readonly KeptForward[] {
  return wanted.map((forward) => ({
    ...forward,
    problem: refused.find((each) => samePort(each, forward))?.error ?? null,
  }));
}

/** How a forward of the machine at an address stands in a LAN that is on. */
export function standingOf(
  forward: PortForward,
  address: string,
  kept: readonly KeptForward[],
): { readonly state: "open" | "refused" | "waiting"; readonly problem: AppError | null } {
  const found = kept.find((each) => each.address === address && samePort(each, forward));
  if (found === undefined) return { state: "waiting", problem: null };
  return { state: found.problem === null ? "open" : "refused", problem: found.problem };
}

/** The uplink that a machine goes by now, as far as the shown state tells; undefined: none, or unknown. */
function uplinkFor(own: UplinkChoice | undefined, uplink: UplinkState) {
  const find = (name: string | null) =>
    uplink.candidates.find((each) => each.interface === name && each.obstacle === null);
  if (own === undefined) return find(uplink.active);
  return matchChoice(own, {
    none: () => undefined,
    pinned: (choice) => find(choice.interface),
    preferred: ({ interfaces }) => interfaces.map(find).find((each) => each !== undefined),
    automatic: () => find(uplink.automatic),
  });
}

/** Forwards in the order in which they are shown: by port. */
export function byPort(forwards: readonly PortForward[]): readonly PortForward[] {
  return [...forwards].sort(
    (a, b) => a.hostPort - b.hostPort || (a.protocol < b.protocol ? -1 : 1),
  );
}

/** The forwards of a machine as they are now, by port. */
export function viewForwards(
  machine: Pick<MachineView, "address" | "status" | "definition">,
  lan: Pick<LanView, "status" | "forwards">,
  uplink: UplinkState,
): readonly ForwardView[] {
  const { forwards = [], uplink: own } = machine.definition.network;
  const addresses = uplinkFor(own, uplink)?.addresses ?? [];
  const isRunning = machine.status === "running" || machine.status === "stopping";
  const isOn = lan.status === "on";
  return byPort(forwards).map((forward) => {
    const { state, problem } = isOn
      ? standingOf(forward, machine.address, lan.forwards)
      : ({ state: "lan-off", problem: null } as const);
    return {
      ...forward,
      here: ["localhost", ...(forward.reach === "uplink" && isOn ? addresses : [])].map(
        (address) => `${address}:${forward.hostPort}${suffix(forward.protocol)}`,
      ),
      there: `${machine.address}:${forward.port}`,
      state: state === "open" && !isRunning ? "not-running" : state,
      problem,
    };
  });
}

const suffix = (protocol: ForwardProtocol) => (protocol === "tcp" ? "" : "/udp");
