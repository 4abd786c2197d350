import { fail } from "../contract/errors/app-error.ts";
import { daemonize, runDaemonized } from "./process/daemonize.ts";
import { say, userServed } from "./process/served-user.ts";
import { serve } from "./serve.ts";
import { readServeOrder } from "./serve-order.ts";

/**
 * Root's long-running process: `netd.js ARGUMENT`, where the argument is base64url JSON and names
 * the LAN that was agreed to. The user it serves comes from pkexec or sudo, never from the
 * argument.
 */
const order = readServeOrder(process.argv[2]);
const uid = userServed();
if (process.send !== undefined && order !== null) {
  runDaemonized(async (uid, ready) => {
    const served = await serve(uid, order);
    if (served.ok) ready();
    return served;
  });
} else if (process.getuid?.() !== 0) {
  say(fail("netd-refused", { detail: "needs-root" }));
} else if (uid === null || order === null) {
  say(fail("netd-refused", { detail: "command-line-unknown" }));
} else {
  await daemonize(uid, [process.argv[2] ?? ""]);
}
