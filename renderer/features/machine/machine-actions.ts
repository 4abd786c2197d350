import type { MachineView } from "../../../electron/contract/machine/machine.ts";

/** The texts of a machine that the filter searches. */
type Findable = Pick<MachineView, "name"> & {
  readonly address: string | null;
  readonly computer?: string;
  readonly tags?: readonly string[];
} & Partial<Pick<MachineView, "definition">>;

/**
 * Returns the machines whose name, address or computer contains a text, ignoring case; after `tag:`, those with a
 * tag that begins with it.
 */
export function matchMachines<M extends Findable>(
  machines: readonly M[],
  query: string,
): readonly M[] {
  const wanted = query.trim().toLowerCase();
  if (wanted.startsWith("tag:")) {
    const tag = wanted.slice("tag:".length).trim();
    return machines.filter(({ definition, tags }) =>
      (tags ?? definition?.tags)?.some((each) => each.startsWith(tag)),
    );
  }
  return machines.filter(({ name, address, computer }) =>
    [name, address, computer].some((text) => text?.includes(wanted) === true),
  );
}

/** Returns the command that logs in to a machine. */
export function sshCommand({ address, definition }: MachineView): string {
  return definition.user === undefined ? `ssh ${address}` : `ssh ${definition.user}@${address}`;
}
