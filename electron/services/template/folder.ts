import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { MovedImages, TemplatesService } from "../base/template-interfaces.ts";

/** Where the folder is kept. */
interface FolderSetting {
  change(request: { readonly templatesFolder: string }): Promise<Result<void>>;
}

/**
 * Has new templates be kept in a folder; "": beside their definitions. Those that are there are
 * brought along by `move`, which may take long.
 */
export async function chooseTemplatesFolder(
  templates: Pick<TemplatesService, "prepareFolder">,
  setting: FolderSetting,
  folder: string,
  move: () => Promise<Result<MovedImages>>,
): Promise<Result<MovedImages>> {
  const ready = folder === "" ? ok(undefined) : await templates.prepareFolder(folder);
  if (!ready.ok) return ready;
  const kept = await setting.change({ templatesFolder: folder });
  return kept.ok ? move() : kept;
}
