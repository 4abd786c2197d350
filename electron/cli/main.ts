import * as module from "node:module";
import { join } from "node:path";
import { cacheFolder } from "../adapters/files/cache-folder.ts";
import { answerEndSignals, exitCodeBy } from "../adapters/process/end-signals.ts";
import { loadKeptCode } from "./base/kept-code.ts";

// Loading the rest takes a good part of a second; nothing has begun then that a sentence could tell of.
answerEndSignals((signal) => process.exit(exitCodeBy(signal)));

// The code of `list` lies there compiled. Node 22.8 and later keep the rest compiled between runs.
// Root takes none of that: the folder may be a user's, and by default it is in /tmp, where everybody could
// have put code there before.
loadKeptCode();
if (process.getuid?.() !== 0) {
  module.enableCompileCache?.(join(cacheFolder(process.env), "compiled"));
}
// After a whole turn, in which a signal is answered that has come: loading is one turn by itself.
setImmediate(() => setImmediate(() => void import("./run.ts")));
