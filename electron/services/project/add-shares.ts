import type { AppError } from "../../contract/errors/app-error.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import { isShareKept } from "../../contract/machine/share.ts";
import type { ProjectMachinePlan } from "../../core/project/grants.ts";
import type { MachinesService } from "../base/interfaces.ts";

/**
 * Shares the folders of the file that a machine has not. One that cannot be mounted yet is kept, and
 * mounted once that is possible.
 */
export async function addShares(
  machines: MachinesService,
  { shares }: ProjectMachinePlan,
  id: string,
  there: MachineView | undefined,
): Promise<{
  readonly changed: boolean;
  readonly warning: AppError | null;
  readonly error: AppError | null;
}> {
  let [changed, warning]: [boolean, AppError | null] = [false, null];
  for (const { path, guestFolder, readOnly } of shares) {
    const isThere = there?.definition.shares?.some(
      (each) =>
        each.folder === path &&
        each.guestFolder === guestFolder &&
        (each.readOnly === true) === readOnly,
    );
    if (isThere === true) continue;
    const share = { folder: path, guestFolder, ...(readOnly ? { readOnly } : {}) };
    const added = await machines.addShare(id, share);
    if (!added.ok && !isShareKept(added.error)) return { changed, warning, error: added.error };
    changed = true;
    if (!added.ok) warning = added.error;
  }
  return { changed, warning, error: null };
}
