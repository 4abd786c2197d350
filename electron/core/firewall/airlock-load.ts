import { type Airlock, spellEntry } from "../../contract/lan/airlock.ts";
import type { MachineAirlock } from "../../contract/lan/netd.ts";
import { airlockTable, type Permission, permissionsOf, setName } from "./airlock-rules.ts";

/** The airlocks that were loaded last. */
interface HeldAirlocks {
  readonly text: string;
  readonly machines: readonly MachineAirlock[];
}

/** Returns the destinations of a list by which it is compared with another one. */
function keysOf({ only }: Airlock): readonly string[] {
  return only.map((entry) => spellEntry(entry));
}

/** Returns whether a machine's connections must end: it had no airlock, or one that allowed more. */
function isNarrower(
  { address, airlock }: MachineAirlock,
  held: readonly MachineAirlock[],
): boolean {
  const before = held.find((each) => each.address === address);
  const keys = keysOf(airlock);
  return before === undefined || !keysOf(before.airlock).every((key) => keys.includes(key));
}

function namesIn(text: string, kind: "set" | "chain"): readonly string[] {
  return [...text.matchAll(new RegExp(`^  ${kind} (\\S+) \\{`, "gm"))].map(
    (match) => match[1] ?? "",
  );
}

/** Returns the lines that put the machine's address into a set for the time that is left. */
function permit({ set, address, until }: Permission, now: number): readonly string[] {
  const seconds = Math.ceil((until - now) / 1000);
  return [
    `flush set inet ${airlockTable} ${set}`,
    `add element inet ${airlockTable} ${set} { ${address} timeout ${seconds}s }`,
  ];
}

/**
 * Returns the script that loads airlocks in one transaction. `held` is what the kernel has of ours, or null
 * if that is unknown: then it begins from nothing, and knows no connection and no address of a name.
 */
export function loadAirlocks(
  text: string,
  machines: readonly MachineAirlock[],
  held: HeldAirlocks | null,
  now: number,
): string {
  const table = `inet ${airlockTable}`;
  const before = held?.machines ?? [];
  const isHeld = (wanted: Permission) =>
    before
      .flatMap((each) => permissionsOf(each, now))
      .some((each) => each.set === wanted.set && each.until === wanted.until);
  const permissions = machines
    .flatMap((each) => permissionsOf(each, now))
    .filter((each) => !each.isOnce || !isHeld(each));
  const stale = (kind: "set" | "chain") => {
    const names = namesIn(text, kind);
    return namesIn(held?.text ?? "", kind)
      .filter((name) => !names.includes(name))
      .map((name) => `delete ${kind} ${table} ${name}`);
  };
  const fresh = held === null ? [] : machines.filter((each) => isNarrower(each, before));
  return [
    `table ${table} { }`,
    held === null ? `delete table ${table}` : `flush table ${table}`,
    text,
    ...stale("chain"),
    ...stale("set"),
    ...fresh.map(({ address }) => `flush set ${table} ${setName("flows", address)}`),
    ...permissions.flatMap((each) => permit(each, now)),
    "",
  ].join("\n");
}
