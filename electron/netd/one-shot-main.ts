import { fail, type Result } from "../contract/errors/app-error.ts";
import { lendDeviceOneShot, readOneShotRequest, runOneShotAction } from "./one-shot/one-shot.ts";
import { daemonize, runDaemonized } from "./process/daemonize.ts";
import { say, userServed } from "./process/served-user.ts";

/**
 * Runs root's part of one rare action: `once.js NAME ARGUMENT`, where the argument is base64url
 * JSON. It reports the outcome in one line and ends; a lent disk is watched by a daemon until it is
 * given back.
 */
async function main(uid: number | null): Promise<Result<void> | "apart"> {
  if (process.getuid?.() !== 0) return fail("netd-refused", { detail: "needs-root" });
  const [, , name = "", argument = ""] = process.argv;
  const action = readOneShotRequest(name, argument);
  if (uid === null || action === null) {
    return fail("netd-refused", { detail: "command-line-unknown" });
  }
  if (action.do !== "lend-device") return runOneShotAction(action, uid);
  await daemonize(uid, [name, argument]);
  return "apart";
}

if (process.send === undefined) {
  const ended = await main(userServed()).catch((error) =>
    fail("root-crashed", { detail: String(error) }),
  );
  if (ended !== "apart") say(ended);
} else {
  runDaemonized(async (uid, ready) => {
    const action = readOneShotRequest(process.argv[2], process.argv[3]);
    return action?.do === "lend-device"
      ? lendDeviceOneShot(action, uid, ready)
      : fail("internal", { detail: "nothing to lend" });
  });
}
