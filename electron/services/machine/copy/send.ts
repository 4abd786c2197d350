import type { Result } from "../../../contract/errors/app-error.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";
import { loginArgs } from "../console/login-command.ts";
import { copyTrees } from "./copy.ts";
import type { CopyOptions } from "./large.ts";

/** Without a terminal, a question of ssh's would wait for ever. */
const withoutQuestions = ["-o", "BatchMode=yes"] as const;

/** Copies files and folders, by their absolute paths, into the home of a running machine's user. */
export async function sendToHome(
  { paths }: Pick<MachinesParts, "paths">,
  id: string,
  files: readonly string[],
  options: CopyOptions,
): Promise<Result<void>> {
  const running = await requireRunning(paths, id);
  if (!running.ok) return running;
  const { machine } = running.value;
  const args = await loginArgs(paths, machine);
  const ssh = (command: string) => [...withoutQuestions, ...args([command])];
  return copyTrees(
    {
      sources: files.map((path) => ({ kind: "here", path })),
      target: { kind: "machine", name: machine.name, path: "", ssh },
      recursive: true,
    },
    options,
  );
}
