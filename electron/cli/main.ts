import * as module from "node:module";
import { join } from "node:path";
import { cacheFolder } from "../adapters/files/cache-folder.ts";

// Node 22.8 and later keep compiled code between runs. Root takes none: the folder may be a user's,
// and by default it is in /tmp, where everybody could have put code there before.
if (process.getuid?.() !== 0) {
  module.enableCompileCache?.(join(cacheFolder(process.env), "compiled"));
}
await import("./run.ts");
