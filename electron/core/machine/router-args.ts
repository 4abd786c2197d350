import type { ViaNet } from "../../contract/lan/via.ts";
import { cable, qemuSandbox, value } from "./qemu-parts.ts";

/**
 * Returns QEMU's arguments for a router without a machine: its network stack for users (libslirp), plugged
 * into a switch. It opens connections as any program of the user's does, which takes no rights of root's.
 */
export function routerArguments(socketFolder: string, net: ViaNet): readonly string[] {
  const { subnet, gateway, nameServer } = net;
  const own = `${subnet},host=${gateway},dns=${nameServer}`;
  return [
    ...["-machine", "none", "-nodefaults", "-no-user-config", "-sandbox", qemuSandbox],
    ...["-display", "none", "-monitor", "none", "-serial", "none", "-parallel", "none"],
    ...["-netdev", `user,id=out,net=${own},ipv6=off`],
    ...["-netdev", `hubport,id=outport,hubid=${cable.hub},netdev=out`],
    ...["-netdev", `vde,id=${cable.netdev},sock=${value(socketFolder)}`],
    ...["-netdev", `hubport,id=${cable.port},hubid=${cable.hub},netdev=${cable.netdev}`],
  ];
}
