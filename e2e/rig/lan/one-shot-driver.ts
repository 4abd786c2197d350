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
  // Pass the order on unchecked, valid or not: root must check it itself.
  console.log(JSON.stringify(await runOneShot(options, JSON.parse(action))));
}
