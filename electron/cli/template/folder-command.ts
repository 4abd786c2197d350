import { fromHere } from "../../adapters/process/this-user.ts";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import type { TemplatesFolderJson } from "../../contract/app/cli-storage.ts";
import type { TemplatesService } from "../../services/base/template-interfaces.ts";
import { chooseTemplatesFolder } from "../../services/template/folder.ts";
import { finish, say, sayJson, type Voice } from "../base/output.ts";
import { follow } from "../base/progress.ts";

/** `virtray template folder [FOLDER|default]` */
export async function folderCommand(
  templates: TemplatesService,
  settings: SettingsStore,
  voice: Voice,
  folder: string | undefined,
): Promise<number> {
  if (folder !== undefined) {
    const wanted = folder === "default" ? "" : fromHere(folder);
    const moved = await follow(voice, (following) =>
      chooseTemplatesFolder(templates, settings, wanted, () => templates.moveImages(following)),
    );
    if (!moved.ok) return finish(voice, moved, () => {});
  }
  const { templatesFolder } = await settings.read();
  if (voice.json) {
    sayJson({
      folder: templatesFolder === "" ? null : templatesFolder,
    } satisfies TemplatesFolderJson);
  } else say(templatesFolder === "" ? voice.cli.template.usualFolder : templatesFolder);
  return 0;
}
