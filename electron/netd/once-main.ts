import { fail, type Result } from "../contract/errors.ts";
import { say, userServed } from "./caller.ts";
import { carryOutOnce, readOnceOrder } from "./once.ts";

/**
 * Root's part of one rare action: `once.js ARGUMENT`, where the argument is base64url JSON. It does
 * that one thing, tells how it went by one line, and ends.
 */
async function main(): Promise<Result<void>> {
  if (process.getuid?.() !== 0) return fail("netd-refused", { detail: "this must run as root" });
  const uid = userServed();
  const action = readOnceOrder(process.argv[2]);
  if (uid === null || action === null) {
    return fail("netd-refused", { detail: "the command line is not understood" });
  }
  return carryOutOnce(action, uid);
}

say(await main().catch((error) => fail("root-crashed", { detail: String(error) })));
