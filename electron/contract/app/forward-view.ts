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
 * Whether a program can answer behind a forward now, and why not. `refused`: netd could not take
 * its port; `waiting`: the LAN does not have the forward, for example of a machine whose address is
 * outside it.
 */
export type ForwardState = "open" | "lan-off" | "refused" | "waiting" | "not-running";

/** A forward and its state now. */
export interface ForwardView extends PortForward {
  /** The addresses at which it is reached, such as `localhost:8080`. */
  readonly here: readonly string[];
  /** Its target: the machine's address and port. */
  readonly there: string;
  readonly state: ForwardState;
  /** Why it is refused; null if it is not. */
  readonly problem: AppError | null;
}

/** Returns the forwards that the LAN knows, each with the reason if its port was refused. */
export function keptForwards(
  wanted: readonly LanForward[],
  refused: readonly RefusedForward[],
): readonly KeptForward[] {
  return wanted.map((forward) => ({
    ...forward,
    problem: refused.find((each) => samePort(each, forward))?.error ?? null,
  }));
}

/** Returns the state of a forward to an address in a LAN that is on. */
export function standingOf(
  forward: PortForward,
  address: string,
  kept: readonly KeptForward[],
): { readonly state: "open" | "refused" | "waiting"; readonly problem: AppError | null } {
  const found = kept.find((each) => each.address === address && samePort(each, forward));
  if (found === undefined) return { state: "waiting", problem: null };
  return { state: found.problem === null ? "open" : "refused", problem: found.problem };
}

/** Returns the uplink that a machine uses now; undefined if none, or unknown. */
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

/** Sorts forwards by port, the order in which they are shown. */
export function byPort(forwards: readonly PortForward[]): readonly PortForward[] {
  return [...forwards].sort(
    (a, b) => a.hostPort - b.hostPort || (a.protocol < b.protocol ? -1 : 1),
  );
}

/** Returns the forwards of a machine and their state now, by port. */
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
