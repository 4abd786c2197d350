import { warmTemplateSchema } from "../../contract/template/warm.ts";
import type { TemplatesService } from "../../services/base/template-interfaces.ts";
import { hardwareFrom } from "../base/hardware-options.ts";
import { finish, say, sayJson, type Voice } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { readInput } from "../base/read-input.ts";
import { findTemplate } from "./commands.ts";

/** The options of `template warm`. */
export interface WarmOptions {
  readonly memory?: number;
  readonly cpus?: number;
}

/** `virtray template warm NAME` */
export async function warmTemplateCommand(
  templates: TemplatesService,
  voice: Voice,
  name: string,
  options: WarmOptions,
): Promise<number> {
  const found = await findTemplate(templates, name);
  const { memoryMiB, cpus } = hardwareFrom("template", options);
  const request = found.ok
    ? readInput(warmTemplateSchema, {
        id: found.value.id,
        ...(memoryMiB === undefined ? {} : { memoryMiB }),
        ...(cpus === undefined ? {} : { cpus }),
      })
    : found;
  const warmed = request.ok
    ? await follow(voice, (following) => templates.warm(request.value, following))
    : request;
  return finish(voice, warmed, ({ takenBytes, memoryMiB, cpus }) => {
    if (voice.json) sayJson({ name, takenBytes, memoryMiB, cpus });
    else say(voice.cli.template.warmed(name, voice.words.ui.unit.size(takenBytes)));
  });
}

/** `virtray template cool NAME` */
export async function coolTemplateCommand(
  templates: TemplatesService,
  voice: Voice,
  name: string,
): Promise<number> {
  const found = await findTemplate(templates, name);
  const cooled = found.ok ? await templates.cool(found.value.id) : found;
  return finish(voice, cooled, (freedBytes) => {
    if (voice.json) sayJson({ name, freedBytes });
    else say(voice.cli.template.cooled(name, voice.words.ui.unit.size(freedBytes)));
  });
}
