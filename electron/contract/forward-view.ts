import type { ForwardProtocol, PortForward } from "./forward.ts";
import type { MachineView } from "./machine.ts";
import type { UplinkChoice, UplinkState } from "./network.ts";
import type { LanStatus } from "./state.ts";

/** Whether somebody can answer behind a forward now, and why not. */
export type ForwardState = "open" | "lan-off" | "not-running";

/** A forward as it is now. */
export interface ForwardView extends PortForward {
  /** Where it is reached, such as `localhost:8080`: here, and at this computer's addresses. */
  readonly here: readonly string[];
  /** Where it leads: the machine's address and port. */
  readonly there: string;
  readonly state: ForwardState;
}

/** The uplink that a machine goes by now, as far as the shown state tells; undefined: none, or unknown. */
function uplinkFor(own: UplinkChoice | undefined, uplink: UplinkState) {
  const find = (name: string | null) =>
    uplink.candidates.find((each) => each.interface === name && each.obstacle === null);
  switch (own?.mode) {
    case "none":
      return undefined;
    case "pinned":
      return find(own.interface);
    case "preferred":
      return own.interfaces.map(find).find((each) => each !== undefined);
    case "automatic":
      return uplink.choice.mode === "automatic" ? find(uplink.active) : undefined;
    default:
      return find(uplink.active);
  }
}

/** The forwards of a machine as they are now, by port. */
export function viewForwards(
  machine: Pick<MachineView, "address" | "status" | "definition">,
  lan: LanStatus,
  uplink: UplinkState,
): readonly ForwardView[] {
  const { forwards = [], uplink: own } = machine.definition.network;
  const addresses = uplinkFor(own, uplink)?.addresses ?? [];
  const isRunning = machine.status === "running" || machine.status === "stopping";
  return [...forwards]
    .sort((a, b) => a.hostPort - b.hostPort || (a.protocol < b.protocol ? -1 : 1))
    .map((forward) => ({
      ...forward,
      here: ["localhost", ...(forward.reach === "uplink" && lan === "on" ? addresses : [])].map(
        (address) => `${address}:${forward.hostPort}${suffix(forward.protocol)}`,
      ),
      there: `${machine.address}:${forward.port}`,
      state: lan !== "on" ? "lan-off" : isRunning ? "open" : "not-running",
    }));
}

const suffix = (protocol: ForwardProtocol) => (protocol === "tcp" ? "" : "/udp");
