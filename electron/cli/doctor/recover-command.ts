import type { RecoverJson } from "../../contract/app/cli-care.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { TemplatesService } from "../../services/base/template-interfaces.ts";
import { finish, say, sayJson, type Voice } from "../base/output.ts";
import { findByName } from "../machine/commands.ts";

/** The tools of the command. */
export interface RecoverTools {
  readonly machines: () => MachinesService;
  readonly templates: () => Promise<TemplatesService>;
  readonly recoverSettings: () => Promise<Result<{ readonly kept: string }>>;
}

/** `virtray recover settings|ID`: restores the last good version of a file that cannot be read. */
export async function recoverCommand(
  tools: RecoverTools,
  voice: Voice,
  which: string,
): Promise<number> {
  return finish(voice, await recover(tools, which), (done) => {
    if (voice.json) sayJson(done satisfies RecoverJson);
    else say(voice.cli.recovered(done.name, done.kept));
  });
}

async function recover(tools: RecoverTools, which: string): Promise<Result<RecoverJson>> {
  if (which === "settings") {
    const done = await tools.recoverSettings();
    return done.ok ? { ok: true, value: { name: which, kept: done.value.kept } } : done;
  }
  const templates = await tools.templates();
  const { broken } = await templates.list();
  if (broken.some(({ id }) => id === which)) return templates.recover(which);
  // A machine that can be read is found by its name too; `recover` then reports that nothing is
  // wrong.
  const found = await findByName(tools.machines(), which);
  return tools.machines().recover(found.ok ? found.value.id : which);
}
