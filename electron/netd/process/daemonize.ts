import { spawn } from "node:child_process";
import * as v from "valibot";
import { fail, type Result } from "../../contract/errors/app-error.ts";
import { rootRuntime } from "./runtime.ts";
import { say } from "./served-user.ts";

/**
 * sudo-prompt waits until the command and its streams end. So the long-running process is started a
 * second time, detached and with all streams closed; the first one ends when the second is ready.
 */
const handoverSchema = v.strictObject({ uid: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });

/** Starts the long-running process, passes it the user, and reports the outcome. */
export async function daemonize(uid: number, args: readonly string[]): Promise<void> {
  const { program, script } = await rootRuntime(process.argv[1] ?? "");
  const child = spawn(program, [script, ...args], {
    detached: true,
    cwd: "/",
    env: { ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  let told = false;
  child.once("message", (message) => {
    told = true;
    // The message comes from our own code, one process further.
    say(message as Result<void>);
    child.disconnect();
    child.unref();
  });
  child.once("error", (error) => say(fail("root-crashed", { detail: String(error) })));
  child.once("exit", (code, signal) => {
    if (!told) say(fail("root-crashed", { detail: `ended-with:${code ?? signal}` }));
  });
  child.send({ uid });
}

/**
 * Gets the user in the long-running process and does its work, which calls `ready` when the first
 * process may report. Ends this process if the work fails before; otherwise returns how the work
 * ended.
 */
export function runDaemonized(
  work: (uid: number, ready: () => void) => Promise<Result<void>>,
): void {
  const tell = (result: Result<void>) =>
    new Promise<void>((resolve) => {
      if (!process.connected) return resolve();
      process.send?.(result, () => {
        process.disconnect();
        resolve();
      });
    });
  process.once("message", async (message) => {
    const parsed = v.safeParse(handoverSchema, message);
    const ended = parsed.success
      ? await work(parsed.output.uid, () => void tell({ ok: true, value: undefined })).catch(
          (error) => fail("root-crashed", { detail: String(error) }),
        )
      : fail("internal", { detail: "no user was handed over" });
    if (ended.ok) return;
    await tell(ended);
    process.exit(1);
  });
}
