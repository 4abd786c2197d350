/** The part of `npm run test:desktops` that knows the desktops; called by build/test-desktops.mjs. */
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../../build/project.mjs";
import { runInSandbox } from "../../../build/sandbox.mjs";
import { debianRootIsThere, makeDebianRoot } from "../debian-roots.mjs";
import { desktops, isDesktop } from "../desktops.ts";
import { picturesFolder } from "./pictures.ts";

/**
 * Makes the root file systems that are missing, and tests in the sandbox.
 * @param names the desktops; all that have a file here if there are none
 * @returns the tests' exit code
 */
export async function main(names: readonly string[]): Promise<number> {
  const ending = ".long.ts";
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(ending));
  const known = files.map((file) => file.slice(0, -ending.length)).filter(isDesktop);
  const wanted = known.filter((name) => names.length === 0 || names.includes(name));
  if (wanted.length < names.length || wanted.length === 0) {
    console.error(`usage: npm run test:desktops [-- NAME…]\nNAME: ${known.join(" ")}`);
    return 2;
  }
  for (const root of new Set(wanted.map((name) => desktops[name].root))) {
    if (await debianRootIsThere(root)) continue;
    console.log(`Unpacking real desktops (${root}) from Debian’s packages …`);
    await makeDebianRoot(root);
  }
  mkdirSync(picturesFolder, { recursive: true });
  return runInSandbox([
    process.execPath,
    join(projectFolder, "node_modules/vitest/vitest.mjs"),
    ...["run", "--config", join(projectFolder, "vitest.desktops.config.ts")],
    ...wanted.map((name) => `long/${name}${ending}`),
  ]);
}
