/** A change between two lists of machines. */
export interface ListChange<M> {
  /** `present`: it was there when the watch began. */
  readonly event: "present" | "added" | "changed" | "removed";
  readonly machine: M;
}

/** Fields that change by the clock alone. */
const byClock = ["uptimeSeconds", "stopsInSeconds", "setupSeconds"] as const;

interface Listed {
  readonly id: string;
  readonly uptimeSeconds: number | null;
  readonly stopsInSeconds: number | null;
  readonly setupSeconds: number | null;
}

/** Returns the changes from one list to the next; `before` is null for the first one. */
export function listChanges<M extends Listed>(
  before: readonly M[] | null,
  now: readonly M[],
): readonly ListChange<M>[] {
  const text = (machine: M) =>
    JSON.stringify({ ...machine, ...Object.fromEntries(byClock.map((field) => [field, null])) });
  const known = new Map((before ?? []).map((machine) => [machine.id, machine]));
  const there = new Set(now.map(({ id }) => id));
  return [
    ...now.flatMap((machine): readonly ListChange<M>[] => {
      const last = known.get(machine.id);
      if (last === undefined) return [{ event: before === null ? "present" : "added", machine }];
      return text(last) === text(machine) ? [] : [{ event: "changed", machine }];
    }),
    ...[...known.values()]
      .filter(({ id }) => !there.has(id))
      .map((machine) => ({ event: "removed", machine }) as const),
  ];
}
