/**
 * Runs inside the fall-back runtime, as the app that Electron loads when none is packaged:
 *
 *   electron [-r MODULE] [--version] [FLAG…] PATH/TO/APP [ARGUMENT…]
 *
 * The official binary brings such an app; the fall-back lacks it, and Playwright needs `-r`.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

const require = createRequire(import.meta.url);
const args = process.argv.slice(1);

/** @type {string | undefined} */
let appPath;
for (let i = 0; i < args.length && appPath === undefined; i++) {
  const arg = args[i] ?? "";
  if (arg === "--version" || arg === "-v") {
    console.log(`v${process.versions["electron"]}`);
    process.exit(0);
  } else if (arg === "-r" || arg === "--require") {
    i++;
    require(resolve(args[i] ?? ""));
  } else if (!arg.startsWith("-")) {
    appPath = resolve(arg);
  }
}
if (appPath === undefined) {
  console.error("usage: electron [-r MODULE] [FLAG…] PATH/TO/APP [ARGUMENT…]");
  process.exit(2);
}

Object.defineProperty(process, "defaultApp", { value: true, enumerable: true });
/**
 * @type {{
 *   main?: string, name?: string, productName?: string, version?: string, desktopName?: string
 * }}
 */
const manifest = JSON.parse(readFileSync(join(appPath, "package.json"), "utf8"));
/** Electron's own default app uses these two functions; its types do not list them. */
const hidden =
  /** @type {{ setVersion(version: string): void, setAppPath(path: string): void }} */ (
    /** @type {unknown} */ (app)
  );
const name = manifest.productName ?? manifest.name;
if (name !== undefined) app.setName(name);
if (manifest.desktopName !== undefined) app.setDesktopName(manifest.desktopName);
if (manifest.version !== undefined) hidden.setVersion(manifest.version);
hidden.setAppPath(appPath);
// Top-level await: Electron emits `ready` only after the app's own module has run.
await import(pathToFileURL(join(appPath, manifest.main ?? "index.js")).href);
