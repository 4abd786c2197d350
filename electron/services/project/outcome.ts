import type { Paths } from "../../adapters/files/paths.ts";
import { type AppError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import type { ProjectEntry } from "../../core/project/project-file.ts";
import type { MachinesService } from "../base/interfaces.ts";
import type { TemplatesService } from "../base/template-interfaces.ts";
import type { PaceParts } from "../machine/power/pace.ts";

/** A change that was made to a machine of a project. */
export type ProjectChange =
  | "created"
  | "started"
  | "stopped"
  | "deleted"
  | "autostart"
  | "forwards"
  | "airlock"
  | "shares"
  | "marked"
  | "provisioned";

/** The outcome for one machine of a project. */
export interface ProjectOutcome {
  readonly name: string;
  readonly id: string | null;
  readonly address: string | null;
  readonly changes: readonly ProjectChange[];
  /** Settings that differ between the file and an existing machine: they are left unchanged. */
  readonly differs: readonly string[];
  readonly warning: AppError | null;
  readonly error: AppError | null;
}

export interface ProjectParts extends PaceParts {
  readonly machines: MachinesService;
  readonly templates: TemplatesService;
  readonly paths: Paths;
}

/** Returns the machines that there are. */
export async function machinesByName({
  machines,
}: ProjectParts): Promise<ReadonlyMap<string, MachineView>> {
  const { machines: views } = await machines.list();
  return new Map(views.map((view) => [view.name, view]));
}

/**
 * Checks that a machine may be the project's: made from the template that the file names, or made
 * independent of one since. Another of the same name is somebody else's, and is not touched.
 */
export function checkOwn(
  { name, template }: ProjectEntry,
  { definition }: MachineView,
): Result<void> {
  const made = definition.template?.name ?? (definition.seed === undefined ? null : template);
  return made === template ? ok(undefined) : fail("project-foreign", { name, template });
}

/** Returns the outcome for a machine, by default one without changes. */
export function outcomeOf(
  { name }: ProjectEntry,
  machine: { readonly id: string; readonly address: string } | undefined,
  more: Partial<ProjectOutcome> = {},
): ProjectOutcome {
  return {
    name,
    id: machine?.id ?? null,
    address: machine?.address ?? null,
    changes: [],
    differs: [],
    warning: null,
    error: null,
    ...more,
  };
}

/** Read again at each step, because it may change at any moment. */
export function isCancelled(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
