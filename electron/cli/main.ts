import * as module from "node:module";
import { join } from "node:path";
import { cacheFolder } from "../adapters/files/cache-folder.ts";
import { answerEndSignals, exitCodeBy } from "../adapters/process/end-signals.ts";

// Loading the rest takes a good part of a second; nothing has begun then that a sentence could tell of.
answerEndSignals((signal) => process.exit(exitCodeBy(signal)));

// Node 22.8 and later keep compiled code between runs. Root takes none: the folder may be a user's,
// and by default it is in /tmp, where everybody could have put code there before.
if (process.getuid?.() !== 0) {
  module.enableCompileCache?.(join(cacheFolder(process.env), "compiled"));
}
await import("./run.ts");
