import { type AppError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { samePort } from "../../contract/lan/forward.ts";
import { hardware } from "../../contract/machine/hardware.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import type { TemplateView } from "../../contract/template/template.ts";
import { parseSize } from "../../core/base/parse-size.ts";
import { checkSizes, type HostLimits, mostRunningMachines } from "../../core/machine/checks.ts";
import type { ProjectMachinePlan } from "../../core/project/grants.ts";
import type { MachinesService } from "../base/interfaces.ts";
import type { TemplatesService } from "../base/template-interfaces.ts";

/** The first machine of a project that cannot be as the file has it, with the reason. */
export interface ProjectObstacle {
  /** Null: all of them together. */
  readonly name: string | null;
  readonly error: AppError;
}

/**
 * Finds what would fail once machines are being made, before the first one is: a computer that is too
 * small, templates that are not there, addresses and ports that somebody has. Empty: nothing is known.
 */
export async function findObstacles(
  parts: { readonly machines: MachinesService; readonly templates: TemplatesService },
  plans: readonly ProjectMachinePlan[],
): Promise<readonly ProjectObstacle[]> {
  const [{ machines }, { templates }, proposal] = await Promise.all([
    parts.machines.list(),
    parts.templates.list(),
    parts.machines.propose(),
  ]);
  const host = { memoryMiB: proposal.mostMemoryMiB, cpus: proposal.mostCpus };
  const found: ProjectObstacle[] = [];
  let memoryMiB = 0;
  for (const plan of plans) {
    const { name } = plan.entry;
    const there = machines.find((each) => each.name === name);
    const template = templates.find((each) => each.name === plan.entry.template);
    memoryMiB += there?.definition.memoryMiB ?? memoryOf(plan, template);
    const fits = there === undefined ? checkNew(plan, template, host) : ok(undefined);
    const free = fits.ok ? await checkFree(parts.machines, plan, there) : fits;
    if (!free.ok) found.push({ name, error: free.error });
  }
  const whole = checkWhole(plans.length, memoryMiB, host);
  return whole.ok ? found : [...found, { name: null, error: whole.error }];
}

function memoryOf({ entry }: ProjectMachinePlan, template: TemplateView | undefined): number {
  const least = template?.definition.minimumMemoryMiB ?? 0;
  return entry.memory ?? Math.max(hardware.memoryMiB.usual, least);
}

function checkNew(
  plan: ProjectMachinePlan,
  template: TemplateView | undefined,
  host: HostLimits,
): Result<void> {
  const { entry } = plan;
  if (template === undefined) return fail("template-unknown", { name: entry.template });
  if (template.problem !== null) return { ok: false, error: template.problem };
  const bytes = entry.disk === undefined ? null : parseSize(entry.disk);
  if (bytes !== null && bytes < template.virtualBytes) {
    return fail("disk-smaller", { asked: bytes, least: template.virtualBytes });
  }
  return checkSizes({ memoryMiB: memoryOf(plan, template), cpus: entry.cpus ?? 1 }, host);
}

/** Checks what a machine is to have alone: a new one's address, and ports that it has not yet. */
async function checkFree(
  machines: MachinesService,
  { entry, forwards }: ProjectMachinePlan,
  there: MachineView | undefined,
): Promise<Result<void>> {
  const { address } = entry;
  const isFree =
    there !== undefined || address === undefined
      ? ok(undefined)
      : await machines.checkAddress(address);
  if (!isFree.ok) return isFree;
  const own = there?.definition.network.forwards ?? [];
  for (const forward of forwards) {
    if (own.some((each) => samePort(each, forward))) continue;
    const free = await machines.checkForward(forward);
    if (!free.ok) return free;
  }
  return ok(undefined);
}

function checkWhole(count: number, memoryMiB: number, host: HostLimits): Result<void> {
  const most = mostRunningMachines;
  if (memoryMiB > host.memoryMiB) {
    return fail("project-too-large", { count, memoryMiB, most: host.memoryMiB });
  }
  return count > most ? fail("project-too-many", { count, most }) : ok(undefined);
}
