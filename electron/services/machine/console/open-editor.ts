import { findProgram } from "../../../adapters/process/find-program.ts";
import { startDetached } from "../../../adapters/process/start-detached.ts";
import { isSshConfigInstalled, sshConfigFiles } from "../../../adapters/ssh/config-file.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { type Editor, editorArgs, editors } from "../../../core/app/editor.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";

/** Finds the editor that can work in machines; null if none is installed. */
export async function findEditor(): Promise<Editor | null> {
  for (const editor of editors) {
    if ((await findProgram(editor.program)) !== null) return editor;
  }
  return null;
}

/** Opens a window of that editor in a running machine. */
export async function openEditor(
  { paths }: Pick<MachinesParts, "paths">,
  env: Readonly<Record<string, string | undefined>>,
  id: string,
): Promise<Result<void>> {
  const running = await requireRunning(paths, id);
  if (!running.ok) return running;
  const { name, network, user = null } = running.value.machine;
  const editor = await findEditor();
  if (editor === null) return fail("program-missing", { program: "code", package: "code" });
  const knowsNames = await isSshConfigInstalled(sshConfigFiles(env, paths));
  const args = editorArgs({ name, address: network.address, user, knowsNames });
  const isOpen = await startDetached([editor.program, ...args]);
  return isOpen
    ? ok(undefined)
    : fail("program-failed", { program: editor.program, detail: "ended-at-once" });
}
