import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { startDetached } from "../process/start-detached.ts";

/**
 * Starts the app with words of its own, or hands them to the one that runs. `command` is what starts
 * the app, program first.
 */
export async function startApp(
  env: NodeJS.ProcessEnv,
  command: readonly [string, ...string[]],
): Promise<Result<void>> {
  if (!env["DISPLAY"] && !env["WAYLAND_DISPLAY"]) return fail("display-missing", {});
  // The command of a package is the app's own runtime as plain Node; its windows need the whole.
  const { ELECTRON_RUN_AS_NODE: _, ...own } = env;
  if (await startDetached(command, own)) return ok(undefined);
  return fail("program-failed", { program: command[0], detail: "it ended at once" });
}
