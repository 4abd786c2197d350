#!/usr/bin/env node
/** Runs the `virtray` command of a source tree, as the build has bundled it from `electron/cli`. */
import { existsSync } from "node:fs";

const bundle = new URL("../out/main/cli.cjs", import.meta.url);
if (existsSync(bundle)) {
  await import(bundle.href);
} else {
  console.error("virtray has not been built yet: run “npm run setup” first.");
  process.exitCode = 1;
}
