import { readMachineTap } from "../../adapters/net/machine-tap.ts";
import { knownNeighbours } from "../../adapters/net/reachability.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import { viewForwards } from "../../contract/app/forward-view.ts";
import type { ForeignPlug, NetPicture } from "../../contract/app/net-picture.ts";
import { plugPidOf } from "../../contract/machine/machine.ts";
import { foreignPorts, portOfProcess, type SwitchPort } from "../../core/lan/switch-ports.ts";
import type { Services } from "../base/services.ts";

/** The switch's outgoing packets are the far end's incoming ones. */
function trafficOf(port: SwitchPort | undefined) {
  return { receivedBytes: port?.outBytes ?? null, sentBytes: port?.inBytes ?? null };
}

/** Finds the plugs of other programs, with the cards and addresses heard there. */
async function foreignPlugs(
  ports: readonly SwitchPort[],
  ownPids: ReadonlySet<number>,
  lan: string,
  heardCards: VdeSwitch["heardCards"],
): Promise<readonly ForeignPlug[]> {
  const foreign = foreignPorts(ports, ownPids);
  if (foreign.length === 0) return [];
  const [cards, neighbours] = await Promise.all([heardCards(), knownNeighbours(lan)]);
  return foreign.map((plug) => {
    const macs = cards.filter(({ port }) => port === plug.port).map(({ mac }) => mac);
    const addresses = neighbours
      .filter(({ mac }) => macs.includes(mac))
      .map(({ address }) => address);
    const { port, description } = plug;
    return { port, description, macs, addresses, ...trafficOf(plug) };
  });
}

/** Reads how the LAN is wired: machines, ports of the switch, and the traffic of each cable. */
export async function readNetPicture(
  { machines, network }: Pick<Services, "machines" | "network">,
  { ports, heardCards }: Pick<VdeSwitch, "ports" | "heardCards">,
): Promise<NetPicture> {
  const [{ machines: views }, { lan, uplink }, inUse] = await Promise.all([
    machines.list(),
    network.read(),
    ports(),
  ]);
  const ownPids = new Set(views.flatMap((view) => plugPidOf(view) ?? []));
  const host = inUse?.find((port) => port.tap !== null);
  return {
    lan: { status: lan.status, subnet: lan.subnet, settings: lan.settings },
    host: host === undefined ? null : { port: host.port, ...trafficOf(host) },
    portsInUse: inUse?.length ?? null,
    machines: await Promise.all(
      views.map(async (machine) => {
        const { id, name, address, status, definition } = machine;
        const pid = plugPidOf(machine);
        const isPlugged = definition.network.cablePulled !== true;
        const isLive = pid !== null && isPlugged;
        const port = isLive ? portOfProcess(inUse ?? [], pid) : undefined;
        const tap =
          isLive && port === undefined ? await readMachineTap(definition.network.mac) : null;
        return {
          ...{ id, name, address, status, isPlugged },
          ...(machine.cable === undefined ? {} : { cable: machine.cable }),
          port: port?.port ?? null,
          tap: tap?.name ?? null,
          uplink: definition.network.uplink ?? null,
          forwards: viewForwards(machine, lan, uplink).map(({ problem: _, ...each }) => each),
          receivedBytes: tap?.receivedBytes ?? port?.outBytes ?? null,
          sentBytes: tap?.sentBytes ?? port?.inBytes ?? null,
        };
      }),
    ),
    foreign: await foreignPlugs(inUse ?? [], ownPids, lan.settings.interface, heardCards),
    uplink,
  };
}
