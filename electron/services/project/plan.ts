import { basename, join } from "node:path";
import { readTextFile } from "../../adapters/files/text-file.ts";
import type { AgreedProjectsStore } from "../../adapters/store/agreed-projects.ts";
import {
  findProjectShare,
  ownText,
  type ProjectPlace,
  projectFolder,
  readProjectCertificates,
  readProjectKeys,
  readProjectText,
} from "../../adapters/store/project-files.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { ProjectGrant } from "../../contract/project/project.ts";
import type { ProvisionEntry } from "../../contract/project/provision.ts";
import {
  compareGrants,
  grantsOf,
  type ProjectCertificates,
  type ProjectKeys,
  type ProjectMachinePlan,
  type ProjectShare,
  type ProjectUserData,
} from "../../core/project/grants.ts";
import { type ProjectEntry, parseProject } from "../../core/project/project-file.ts";
import { isScriptFile, type ProvisionStep } from "../../core/project/provision.ts";
import { readForwardLine, readShareLine } from "../../core/project/settings.ts";
import { readUserData } from "../../core/template/read-user-data.ts";

/**
 * A project with the content of all files that it names, read once: what was asked about is done.
 */
export interface ProjectPlan {
  /** The project's file, without links in the path of its folder. */
  readonly path: string;
  readonly machines: readonly ProjectMachinePlan[];
  /** Everything that it asks for. */
  readonly grants: readonly ProjectGrant[];
}

/** The question that the user answers before a project is carried out. */
export interface ProjectQuestion {
  /** Nothing of this project was ever agreed to. */
  readonly isFirst: boolean;
  /** The grants that were not agreed to; all of them if `isFirst`. */
  readonly added: readonly ProjectGrant[];
  /** The grants that were agreed to, and are not asked for any more. */
  readonly gone: readonly ProjectGrant[];
}

/** Reads and checks a project's file, but none of the files that it names. */
export async function readProject(path: string): Promise<Result<readonly ProjectEntry[]>> {
  const read = await readTextFile(path);
  if (!read.ok) return read;
  return read.value === null ? fail("project-missing", { path }) : parseProject(read.value, path);
}

/** Reads a project's file and all files that it names. */
export async function planProject(named: string, home: string): Promise<Result<ProjectPlan>> {
  // Found first: a folder's name that others turn must not lead to one project and to another's files.
  const folder = await projectFolder(named);
  const path = join(folder, basename(named));
  const read = await readProject(path);
  if (!read.ok) return read;
  const machines: ProjectMachinePlan[] = [];
  for (const entry of read.value) {
    const plan = await planMachine({ folder, home }, entry);
    if (!plan.ok) return plan;
    machines.push(plan.value);
  }
  return ok({ path, machines, grants: grantsOf(machines) });
}

async function planMachine(
  place: ProjectPlace,
  entry: ProjectEntry,
): Promise<Result<ProjectMachinePlan>> {
  const keys: ProjectKeys[] = [];
  for (const file of entry.keys ?? []) {
    const read = await readProjectKeys(place, file);
    if (!read.ok) return read;
    keys.push(read.value);
  }
  const shares: ProjectShare[] = [];
  for (const line of (entry.shares ?? []).flatMap((text) => readShareLine(text) ?? [])) {
    const found = await findProjectShare(place, line);
    if (!found.ok) return found;
    shares.push(found.value);
  }
  const certificates: ProjectCertificates[] = [];
  for (const file of entry.certificates ?? []) {
    const read = await readProjectCertificates(place, file);
    if (!read.ok) return read;
    certificates.push(read.value);
  }
  const userData = await planUserData(place, entry);
  if (!userData.ok) return userData;
  const steps: ProvisionStep[] = [];
  for (const [index, step] of (entry.provision ?? []).entries()) {
    const planned = await planStep(place, step, index);
    if (!planned.ok) return planned;
    steps.push(planned.value);
  }
  return ok({
    entry,
    keys: entry.keys === undefined ? null : keys,
    userData: userData.value,
    steps,
    forwards: (entry.forward ?? []).flatMap((text) => readForwardLine(text) ?? []),
    ...{ shares, certificates },
  });
}

/** Reads the text of a step: of a file in the project's folder, or of the project's own. */
async function planStep(
  place: ProjectPlace,
  { run, as = "root", when = "once" }: ProvisionEntry,
  index: number,
): Promise<Result<ProvisionStep>> {
  const read = isScriptFile(run) ? await readProjectText(place, run) : ok(ownText(run));
  return read.ok ? ok({ ...read.value, ...namesOf(read.value, index), as, when }) : read;
}

function namesOf({ file, sha256 }: Pick<ProvisionStep, "file" | "sha256">, index: number) {
  return { key: file ?? sha256, label: file ?? `#${index + 1}` };
}

async function planUserData(
  place: ProjectPlace,
  { userData }: ProjectEntry,
): Promise<Result<ProjectUserData | null>> {
  if (userData === null) return ok(null);
  if ("text" in userData) return ok(ownText(userData.text));
  const { file } = userData;
  const read = await readProjectText(place, file);
  if (!read.ok) return read;
  const judged = readUserData(read.value.text);
  return judged.isRead ? read : fail("user-data-invalid", { file, ...judged.wrong });
}

/**
 * Returns the question to the user about a project; null if nothing is to ask. Only the
 * content counts, not its place: a project that asks for exactly what was agreed to is not asked about again.
 */
export async function questionAbout(
  store: AgreedProjectsStore,
  { path, grants }: ProjectPlan,
): Promise<ProjectQuestion | null> {
  const known = await store.read();
  const isAgreed = known.some((each) => {
    const { added, gone } = compareGrants(grants, each.grants);
    return added.length === 0 && gone.length === 0;
  });
  if (isAgreed) return null;
  const before = known.find((each) => each.path === path);
  return { isFirst: before === undefined, ...compareGrants(grants, before?.grants ?? []) };
}
