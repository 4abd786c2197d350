import { fromHere } from "../../adapters/process/this-user.ts";
import type { BundleJson } from "../../contract/app/cli-care.ts";
import type { Finding } from "../../contract/doctor/doctor.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import { finish, say, sayJson, type Voice } from "../base/output.ts";

/** The tools of the command. */
interface BundleTools {
  readonly bundle: (findings: readonly Finding[], path: string) => Promise<Result<void>>;
}

/** `virtray doctor --bundle FILE`; a relative path counts from the working folder. */
export async function bundleCommand(
  tools: BundleTools,
  voice: Voice,
  findings: readonly Finding[],
  file: string,
): Promise<number> {
  const path = fromHere(file);
  return finish(voice, await tools.bundle(findings, path), () => {
    if (voice.json) sayJson({ path } satisfies BundleJson);
    else say(voice.cli.bundled(path));
  });
}
