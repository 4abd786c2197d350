import {
  type Autostart,
  defaultAutostart,
  type MachineFile,
  type MachineView,
} from "../../contract/machine/machine.ts";

/** Returns when a machine is started by itself, and its turn. */
export function autostartOf(machine: Pick<MachineFile, "autostart">): Autostart {
  return machine.autostart ?? defaultAutostart;
}

/**
 * Returns the machines that should run at login and do not, in their order. `wanted`: IDs of those
 * that were last wanted to run.
 */
export function dueMachines<M extends Pick<MachineView, "id" | "name" | "pid" | "definition">>(
  machines: readonly M[],
  wanted: ReadonlySet<string>,
): readonly M[] {
  return machines
    .filter(({ id, pid, definition }) => {
      const { when } = autostartOf(definition);
      return pid === null && (when === "always" || (when === "as-before" && wanted.has(id)));
    })
    .sort(
      (a, b) =>
        autostartOf(a.definition).order - autostartOf(b.definition).order ||
        (a.name < b.name ? -1 : 1),
    );
}
