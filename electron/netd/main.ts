import { spawn } from "node:child_process";
import * as v from "valibot";
import { type AppError, appError, fail, type Result } from "../contract/errors.ts";
import { say, userServed } from "./caller.ts";
import { serve } from "./serve.ts";

/**
 * The privileged part: `netd.js ARGUMENT`, where the argument is base64url JSON, always the
 * same. The user it serves comes from pkexec or sudo, never from the argument.
 *
 * It starts itself a second time, apart from the terminal and with all streams closed, and ends
 * when that one is ready: sudo-prompt waits for the command, and for its streams, to end.
 */
const order = v.strictObject({ v: v.literal(1), do: v.literal("serve") });
const handover = v.strictObject({ uid: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });

function readOrder(argument: string | undefined): boolean {
  try {
    const text = Buffer.from(argument ?? "", "base64url").toString("utf8");
    return v.is(order, JSON.parse(text));
  } catch {
    return false;
  }
}

/** Starts the process that stays, hands it the user, and tells how it went. */
function launch(uid: number, argument: string): void {
  const child = spawn(process.execPath, [process.argv[1] ?? "", argument], {
    detached: true,
    cwd: "/",
    env: { ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  let told = false;
  child.once("message", (message) => {
    told = true;
    // Its words come from our own code, one process further.
    say(message as Result<void>);
    child.disconnect();
    child.unref();
  });
  child.once("error", (error) => say(fail("root-crashed", { detail: String(error) })));
  child.once("exit", (code, signal) => {
    if (!told) say(fail("root-crashed", { detail: `netd ended with ${code ?? signal}` }));
  });
  child.send({ uid });
}

async function stay(message: unknown): Promise<void> {
  const parsed = v.safeParse(handover, message);
  const result: Result<void> = parsed.success
    ? await serve(parsed.output.uid).catch((error) => ({ ok: false, error: fault(error) }))
    : fail("internal", { detail: "no user was handed over" });
  process.send?.(result, () => {
    process.disconnect();
    if (!result.ok) process.exit(1);
  });
}

function fault(error: unknown): AppError {
  return appError("root-crashed", { detail: String(error) });
}

const uid = userServed();
if (process.send !== undefined) {
  process.once("message", (message) => void stay(message));
} else if (process.getuid?.() !== 0) {
  say(fail("netd-refused", { detail: "netd must run as root" }));
} else if (uid === null || !readOrder(process.argv[2])) {
  say(fail("netd-refused", { detail: "the command line is not understood" }));
} else {
  launch(uid, process.argv[2] ?? "");
}
