import type { PortForward } from "../../contract/lan/forward.ts";
import { fieldsOn, hardware } from "../../contract/machine/hardware.ts";
import type { ProjectGrant } from "../../contract/project/project.ts";
import type { ProjectEntry } from "./project-file.ts";
import type { ProvisionStep } from "./provision.ts";
import type { ShareLine } from "./settings.ts";

/** A machine of a project with the content of all files that the project names for it. */
export interface ProjectMachinePlan {
  readonly entry: ProjectEntry;
  /** Null for the keys in the user's `~/.ssh`. */
  readonly keys: readonly ProjectKeys[] | null;
  readonly userData: ProjectUserData | null;
  readonly forwards: readonly PortForward[];
  readonly steps: readonly ProvisionStep[];
  readonly shares: readonly ProjectShare[];
  readonly certificates: readonly ProjectCertificates[];
}

/** The certificates of one file in the project's folder. */
export interface ProjectCertificates {
  /** As the project names it. */
  readonly file: string;
  readonly certificates: readonly string[];
  readonly sha256: string;
}

/** A folder in the project's folder. */
export interface ProjectShare extends ShareLine {
  /** The folder itself, without links in its path. */
  readonly path: string;
}

/** The public keys of one file. */
export interface ProjectKeys {
  /** As the project names it. */
  readonly file: string;
  readonly lines: readonly string[];
  readonly fingerprints: readonly string[];
}

export interface ProjectUserData {
  /** As the project names it; null if it is in the project's own file. */
  readonly file: string | null;
  readonly text: string;
  readonly sha256: string;
}

/** Returns the grants that a project asks for, machine by machine. */
export function grantsOf(plans: readonly ProjectMachinePlan[]): readonly ProjectGrant[] {
  return plans.flatMap((plan) => {
    const { entry, keys, userData, forwards, steps, shares } = plan;
    const machine = entry.name;
    const login = keys ?? [{ file: null, fingerprints: [] }];
    return [
      { kind: "machine", machine, template: entry.template, settings: settingsOf(plan) },
      ...login.map(
        ({ file, fingerprints }): ProjectGrant => ({
          kind: "keys",
          machine,
          file,
          fingerprints: [...fingerprints],
        }),
      ),
      ...(userData === null ? [] : [grantOfUserData(machine, userData)]),
      ...steps.map((step) => grantOfStep(machine, step)),
      ...forwards.map((forward): ProjectGrant => ({ kind: "forward", machine, ...forward })),
      ...shares.map(
        ({ path: _path, ...line }): ProjectGrant => ({ kind: "share", machine, ...line }),
      ),
      ...(entry.autostart === undefined
        ? []
        : [{ kind: "autostart", machine, when: entry.autostart } as const]),
    ];
  });
}

function grantOfUserData(machine: string, { file, text, sha256 }: ProjectUserData): ProjectGrant {
  return { kind: "user-data", machine, file, lines: countLines(text), sha256 };
}

function grantOfStep(machine: string, step: ProvisionStep): ProjectGrant {
  const { file, as, when, text, sha256 } = step;
  return { kind: "provision", machine, file, as, when, lines: countLines(text), sha256 };
}

function countLines(text: string): number {
  return Math.max(1, text.trimEnd().split("\n").length);
}

function settingsOf({ entry, certificates }: ProjectMachinePlan): string[] {
  const { disk, user, wait, env = {}, proxy, agent } = entry;
  const ports = wait === undefined || wait.length === 0 ? undefined : wait.join(", ");
  const flags = fieldsOn("template").map((field) => hardware[field].flag);
  const hardwareSettings = flags.map((flag) => [flag, entry[flag]] as const);
  const variables = Object.entries(env).map(([name, value]) => [`env ${name}`, value] as const);
  const [after, tags] = [entry.after, entry.tags].map(
    (words = []) => words.join(", ") || undefined,
  );
  const marks = { tags, note: entry.note, protected: entry.protected };
  const only = entry.only?.join(", ");
  const plain = Object.entries({ disk, user, wait: ports, only, after, ...marks, proxy, agent });
  const trusted = certificates.map(
    ({ file, sha256 }) => [`certificates ${file}`, `SHA-256 ${sha256}`] as const,
  );
  return [...hardwareSettings, ...plain, ...variables, ...trusted].flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
}

/**
 * Returns the grants that the user did not agree to, and the agreed ones that are not requested any
 * more.
 */
export function compareGrants(
  asked: readonly ProjectGrant[],
  agreed: readonly ProjectGrant[],
): { readonly added: readonly ProjectGrant[]; readonly gone: readonly ProjectGrant[] } {
  const [now, before] = [asked, agreed].map((grants) => new Set(grants.map(textOf)));
  return {
    added: asked.filter((grant) => before?.has(textOf(grant)) !== true),
    gone: agreed.filter((grant) => now?.has(textOf(grant)) !== true),
  };
}

/** Returns the same text for equal grants, in any order of their fields and settings. */
function textOf(grant: ProjectGrant): string {
  const sorted = grant.kind === "machine" ? { settings: [...grant.settings].sort() } : {};
  const fields = Object.entries({ ...grant, ...sorted });
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}
