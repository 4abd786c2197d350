/**
 * One-shot actions as a program: each argument is an action in JSON, carried out one after the
 * other. Prints one line of JSON for each.
 */
import { runOneShot } from "../../../electron/adapters/root/one-shot.ts";

const options = {
  uid: process.getuid?.() ?? 0,
  program: process.execPath,
  bundle: process.env["ONCE_BUNDLE"] ?? "",
  terminal: false,
};
for (const action of process.argv.slice(2)) {
  // As it is, also where it is none: root must not rely on what its caller has checked.
  console.log(JSON.stringify(await runOneShot(options, JSON.parse(action))));
}
