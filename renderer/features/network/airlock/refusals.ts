import {
  type AirlockEntry,
  type AirlockLog,
  type AirlockTrace,
  onceMs,
} from "../../../../electron/contract/lan/airlock.ts";

/** Something that an airlock refused, with the entry by which it would be let through. */
export interface Refusal {
  /** The name or address as people read it, with its port or protocol. */
  readonly text: string;
  readonly count: number;
  readonly entry: Pick<AirlockEntry, "to" | "ports">;
}

/** For how long a destination is allowed. */
export const permissions = ["once", "hour", "always"] as const;
export type Permission = (typeof permissions)[number];

/** More rows would hide what stands below them. */
const mostRows = 8;

/** Returns a destination with its port, or with its protocol if that has none. */
function textOf({ name, address, protocol, port }: AirlockTrace): string {
  const to = name ?? address;
  return port === null ? `${to} (${protocol})` : `${to}:${port}`;
}

/** Returns whether a lasting entry of the list includes a destination already. */
function isAllowed({ to, ports }: Refusal["entry"], only: readonly AirlockEntry[]): boolean {
  return only.some(
    (each) =>
      each.once !== true &&
      (each.to === to || to.endsWith(`.${each.to}`)) &&
      (each.ports === undefined ||
        ports?.every(({ first, last }) =>
          each.ports?.some((range) => range.first <= first && last <= range.last),
        ) === true),
  );
}

/** Returns what was refused and is not allowed since, the most frequent first. */
export function refusalsOf(
  { names, refused }: AirlockLog,
  only: readonly AirlockEntry[],
): readonly Refusal[] {
  const all: readonly Refusal[] = [
    ...names.map(({ name, count }) => ({ text: name, count, entry: { to: name } })),
    ...refused.map((each) => ({
      text: textOf(each),
      count: each.count,
      entry: {
        to: each.name ?? each.address,
        ...(each.port === null ? {} : { ports: [{ first: each.port, last: each.port }] }),
      },
    })),
  ];
  const texts = all.map(({ text }) => text);
  return all
    .filter(({ text, entry }, index) => texts.indexOf(text) === index && !isAllowed(entry, only))
    .sort((one, two) => two.count - one.count)
    .slice(0, mostRows);
}

/** Returns the destinations that were reached, as people read them. */
export function reachedOf({ reached }: AirlockLog): readonly string[] {
  return [...new Set(reached.map(textOf))].slice(0, mostRows);
}

/** Returns the entry that lets a refused destination through from now on. */
export function entryFor({ entry }: Refusal, permission: Permission, now: number): AirlockEntry {
  if (permission === "always") return entry;
  return permission === "hour"
    ? { ...entry, until: now + 3_600_000 }
    : { ...entry, until: now + onceMs, once: true };
}
