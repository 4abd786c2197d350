import type { MachineView } from "../../../electron/contract/machine/machine.ts";

/** Returns the machines whose name or address contains a text, ignoring case. */
export function matchMachines<M extends Pick<MachineView, "name" | "address">>(
  machines: readonly M[],
  query: string,
): readonly M[] {
  const wanted = query.trim().toLowerCase();
  return machines.filter(({ name, address }) => name.includes(wanted) || address.includes(wanted));
}

/** Returns the command that logs in to a machine. */
export function sshCommand({ address, definition }: MachineView): string {
  return definition.user === undefined ? `ssh ${address}` : `ssh ${definition.user}@${address}`;
}
