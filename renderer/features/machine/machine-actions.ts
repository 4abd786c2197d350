import type { MachineView } from "../../../electron/contract/machine/machine.ts";

/** The machines whose name or address holds what was typed, whatever its case. */
export function matchMachines<M extends Pick<MachineView, "name" | "address">>(
  machines: readonly M[],
  query: string,
): readonly M[] {
  const wanted = query.trim().toLowerCase();
  return machines.filter(({ name, address }) => name.includes(wanted) || address.includes(wanted));
}

/** The command that logs in to a machine, to be pasted into a terminal. */
export function sshCommand({ address, definition }: MachineView): string {
  return definition.user === undefined ? `ssh ${address}` : `ssh ${definition.user}@${address}`;
}
