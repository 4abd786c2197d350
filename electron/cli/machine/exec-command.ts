import { pathsFrom } from "../../adapters/files/paths.ts";
import type { ExecJson } from "../../contract/app/cli.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { execInMachine } from "../../services/machine/console/exec.ts";
import { finish, passOn, sayJson, type Voice } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { findByName } from "./commands.ts";

interface ExecRequest {
  readonly words: readonly string[];
  readonly timeoutSeconds: number;
}

/** `virtray exec NAME -- COMMAND…`: the exit code is that of the command in the machine. */
export async function execCommand(
  machines: MachinesService,
  voice: Voice,
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  { words, timeoutSeconds }: ExecRequest,
): Promise<number> {
  const found = await findByName(machines, name);
  if (!found.ok) return finish(voice, found, () => {});
  const { id } = found.value;
  const paths = pathsFrom(env, process.getuid?.() ?? 0);
  const timeoutMs = timeoutSeconds * 1000;
  const ended = await follow(voice, ({ signal }) =>
    execInMachine({ paths }, id, { words, timeoutMs, signal }),
  );
  if (!ended.ok) return finish(voice, ended, () => {});
  const { exitCode, stdout, stderr } = ended.value;
  if (voice.json) {
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    sayJson({ exitCode, stdout: text(stdout), stderr: text(stderr) } satisfies ExecJson);
  } else {
    passOn("stdout", stdout);
    passOn("stderr", stderr);
  }
  return exitCode;
}
