import * as v from "valibot";
import { fail } from "../contract/errors.ts";
import { launchApart, stayApart } from "./apart.ts";
import { say, userServed } from "./caller.ts";
import { serve } from "./serve.ts";

/**
 * The privileged part: `netd.js ARGUMENT`, where the argument is base64url JSON, always the
 * same. The user it serves comes from pkexec or sudo, never from the argument.
 */
const order = v.strictObject({ v: v.literal(1), do: v.literal("serve") });

function readOrder(argument: string | undefined): boolean {
  try {
    const text = Buffer.from(argument ?? "", "base64url").toString("utf8");
    return v.is(order, JSON.parse(text));
  } catch {
    return false;
  }
}

const uid = userServed();
if (process.send !== undefined) {
  stayApart(async (uid, ready) => {
    const served = await serve(uid);
    if (served.ok) ready();
    return served;
  });
} else if (process.getuid?.() !== 0) {
  say(fail("netd-refused", { detail: "netd must run as root" }));
} else if (uid === null || !readOrder(process.argv[2])) {
  say(fail("netd-refused", { detail: "the command line is not understood" }));
} else {
  await launchApart(uid, [process.argv[2] ?? ""]);
}
