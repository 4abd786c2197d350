import { type Finding, shareFindingId } from "../../../electron/contract/doctor/doctor.ts";
import { type AppError, isCalm } from "../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";

/** A finding that is not good. */
export type BadFinding = Exclude<Finding, { readonly level: "ok" }>;

type Level = BadFinding["level"];
type Named = Pick<MachineView, "id" | "name">;

/** A machine with its own error of a group's kind. */
interface Member {
  readonly machine: Named;
  readonly about: AppError;
}

/** One trouble: a finding about the computer, or one that some machines have in common. */
export interface FindingGroup {
  readonly finding: BadFinding;
  readonly level: Level;
  /** The error for all: what differs between machines is shortened to what they share. */
  readonly about: AppError;
  /** Empty for a finding about the computer. */
  readonly members: readonly Member[];
}

const order: Readonly<Record<Level, number>> = { error: 0, warning: 1, info: 2 };

/** Groups machines' findings of one cause; the worst come first. */
export function groupFindings(
  findings: readonly Finding[],
  machines: readonly Named[],
): readonly FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const finding of findings) {
    if (finding.level === "ok") continue;
    const { id, about } = finding;
    const level = isCalm(about) ? "info" : finding.level;
    const machine = machines.find(
      ({ name }) => id === `machine-${name}` || id.startsWith(shareFindingId(name, "/")),
    );
    const key = machine === undefined ? id : causeOf(about);
    const known = groups.get(key);
    const members = [
      ...(known?.members ?? []),
      ...(machine === undefined ? [] : [{ machine, about }]),
    ];
    groups.set(key, {
      finding: known?.finding ?? finding,
      level: known === undefined || order[level] < order[known.level] ? level : known.level,
      about: members.length < 2 ? about : inCommon(members),
      members,
    });
  }
  return [...groups.values()].toSorted((a, b) => order[a.level] - order[b.level]);
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);

/** Equal for errors with one cause: machines differ in their names, and disks in a folder in theirs. */
export function causeOf({ code, params }: AppError): string {
  const shared = Object.entries(params).map(([key, value]) =>
    key === "name" ? "" : key === "path" ? folderOf(String(value)) : value,
  );
  return JSON.stringify([code, shared]);
}

/** How many names of machines a sentence can hold. */
const mostNames = 3;

function inCommon(members: readonly Member[]): AppError {
  const [first] = members;
  if (first === undefined) throw new Error("a group without members");
  const names = members.map(({ machine }) => machine.name);
  const left = names.length - mostNames;
  const { about } = first;
  const params = {
    ...about.params,
    ...("name" in about.params
      ? { name: `${names.slice(0, mostNames).join(", ")}${left > 0 ? ` +${left}` : ""}` }
      : {}),
    ...("path" in about.params ? { path: `${folderOf(about.params.path)}…` } : {}),
  };
  // The raw cause is that of one machine; its own page has it.
  return { code: about.code, params } as unknown as AppError;
}
