import type { VdeSwitch } from "../adapters/vde-switch.ts";
import type { NetPicture } from "../contract/net-picture.ts";
import { portOfProcess, type SwitchPort } from "../core/switch-ports.ts";
import type { Services } from "./interfaces.ts";

/** What goes out of the switch is what the far end receives. */
function trafficOf(port: SwitchPort | undefined) {
  return { receivedBytes: port?.outBytes ?? null, sentBytes: port?.inBytes ?? null };
}

/** Reads how the LAN is wired: machines, ports of the switch, and what went over each cable. */
export async function readNetPicture(
  { machines, network }: Pick<Services, "machines" | "network">,
  { ports }: Pick<VdeSwitch, "ports">,
): Promise<NetPicture> {
  const [{ machines: views }, { lan, uplink }, inUse] = await Promise.all([
    machines.list(),
    network.read(),
    ports(),
  ]);
  const host = inUse?.find((port) => port.tap === lan.settings.interface);
  return {
    lan: { status: lan.status, subnet: lan.subnet, settings: lan.settings },
    host: host === undefined ? null : { port: host.port, ...trafficOf(host) },
    portsInUse: inUse?.length ?? null,
    machines: views.map(({ id, name, address, status, pid, definition }) => {
      const isPlugged = definition.network.cablePulled !== true;
      const port = pid === null || !isPlugged ? undefined : portOfProcess(inUse ?? [], pid);
      return {
        ...{ id, name, address, status, isPlugged },
        port: port?.port ?? null,
        uplink: definition.network.uplink ?? null,
        ...trafficOf(port),
      };
    }),
    uplink,
  };
}
