import { type ForwardedPort, type PortForward, samePort } from "../../contract/lan/forward.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";

export const hasPort = (port: ForwardedPort) => (each: ForwardedPort) => samePort(each, port);

/** Returns a machine with other forwards. */
export function withForwards(machine: MachineFile, forwards: readonly PortForward[]): MachineFile {
  const { forwards: _former, ...network } = machine.network;
  return {
    ...machine,
    network: forwards.length === 0 ? network : { ...network, forwards: [...forwards] },
  };
}

/** Returns a machine without those of its forwards whose ports other machines have. */
export function withFreeForwards(
  machine: MachineFile,
  others: readonly MachineFile[],
): MachineFile {
  const taken = others.flatMap((each) => each.network.forwards ?? []);
  const forwards = machine.network.forwards ?? [];
  return withForwards(
    machine,
    forwards.filter((each) => !taken.some(hasPort(each))),
  );
}
