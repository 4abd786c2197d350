import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { startDetached } from "../process/start-detached.ts";

/**
 * Starts the app with arguments of its own, or passes them to the running one. `command` starts the
 * app, program first.
 */
export async function startApp(
  env: NodeJS.ProcessEnv,
  command: readonly [string, ...string[]],
): Promise<Result<void>> {
  if (!env["DISPLAY"] && !env["WAYLAND_DISPLAY"]) return fail("display-missing", {});
  // A package's command runs the app's own runtime as plain Node, without windows.
  const { ELECTRON_RUN_AS_NODE: _, ...own } = env;
  if (await startDetached(command, own)) return ok(undefined);
  return fail("program-failed", { program: command[0], detail: "ended-at-once" });
}
