import type { NetworkFacts } from "../../adapters/net/read-interfaces.ts";
import type { NetdClient } from "../../adapters/root/netd-client.ts";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { LanSettings } from "../../contract/lan/network.ts";
import type { KnownNetwork } from "../../contract/uplink/known-network.ts";
import type { LanMachine } from "../../core/computer/lan-machines.ts";
import { switchTapOf } from "../../core/lan/plan/bridge.ts";
import type { OwnLan } from "./own-lan.ts";

/** The adapters that the LAN's use cases work with. */
export interface NetworkDeps {
  readonly netd: NetdClient;
  /** The netd of root's, also while another keeps the LAN. */
  readonly rootNetd: Pick<NetdClient, "apply">;
  readonly ownLan: OwnLan;
  readonly vdeSwitch: VdeSwitch;
  readonly settings: SettingsStore;
  readonly readNetwork: () => Promise<Result<NetworkFacts>>;
  /** Finds the known networks that this computer is connected to, leaving out the LAN's interface. */
  readonly findPlaces: (network: NetworkFacts, lan: string) => Promise<readonly KnownNetwork[]>;
  /** Reads the machines in the LAN, without the broken ones. */
  readonly readMachines: () => Promise<Result<readonly LanMachine[]>>;
  /** Calls back after changes of the network, of netd and of the switch. */
  readonly watchNetwork: (changed: () => void) => () => void;
  /** Starts or ends the switch while no other program does so; fails if another program hangs. */
  readonly alone: <T>(work: () => Promise<Result<T>>) => Promise<Result<T>>;
  /** Called once the switch runs, so that running machines can be plugged in. */
  readonly switchStarted: () => Promise<void>;
  /** Called before the LAN is switched off, so that running machines let go of their taps. */
  readonly lanEnding: () => Promise<void>;
  /** Called once the LAN is off: the supervisor may end, unless machines run. */
  readonly lanEnded: () => Promise<void>;
}

/** Returns whether the kernel sees the LAN's tap plugged into the switch. */
export async function hasCarrier(
  { readNetwork }: Pick<NetworkDeps, "readNetwork">,
  lan: LanSettings,
): Promise<boolean> {
  const network = await readNetwork();
  if (!network.ok) return false;
  const { links } = network.value;
  const tap = switchTapOf(links, lan.interface);
  return links.some((link) => link.name === tap && link.carrier);
}
