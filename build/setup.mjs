#!/usr/bin/env node
/**
 * Makes this computer ready to run the project from its sources:
 *
 *   npm run setup [-- --for ${Object.keys(purposes).join("|")}] [-- --yes]
 *
 * It leaves alone what is there already, and runs before node_modules exist: it imports Node's own
 * modules only.
 */
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bundleIsCurrent, makeBundle } from "./bundle/bundle.mjs";
import { electronRuntime } from "./electron/runtime.mjs";
import { projectFolder } from "./project.mjs";
import { run } from "./run.mjs";
import { installPackages, isDebian } from "./setup/install-packages.mjs";
import { missingNeeds, purposes } from "./setup/missing.mjs";
import { nodeModulesAreCurrent } from "./setup/node-modules.mjs";
import { SetupError } from "./setup/setup-error.mjs";

/** @typedef {import("./setup/packages.mjs").Purpose} Purpose */

/**
 * Installs missing packages, then node_modules, Electron, and the bundle in `out/`.
 * @param {Purpose} purpose
 * @param {boolean} [yes] whether to install without asking
 * @returns {Promise<import("./electron/runtime.mjs").ElectronRuntime>}
 * @throws {Error} with a sentence that tells what to do
 */
export async function setUp(purpose, yes = false) {
  const lists = purposes[purpose];
  const missing = missingNeeds(purpose);
  if (missing.length > 0) {
    // Checked first, so that no package is installed in vain.
    if (lists.includes("demo")) await expectDebian();
    await installPackages(missing, yes);
    const still = missingNeeds(purpose);
    if (still.length > 0) {
      throw new SetupError(`Still missing: ${still.map((need) => need.find).join(", ")}`);
    }
  }
  if (!nodeModulesAreCurrent()) {
    await step("Installing node_modules as the lock file says (npm ci)", () =>
      run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: projectFolder }),
    );
  }
  const electron = await electronRuntime(console.log);
  if (!bundleIsCurrent()) await step("Building the program into out/", makeBundle);
  if (lists.includes("demo")) await prepareGuest("cloud");
  if (purpose === "test" || purpose === "guest") await prepareGuest("full");
  if (lists.includes("test")) {
    await prepareForeign();
    await prepareSshd();
    await prepareDesktop("short");
  }
  if (purpose === "guest") await prepareDebian();
  return electron;
}

/**
 * Refuses systems on which demo and tests cannot run, whatever is installed.
 * @throws {SetupError}
 */
async function expectDebian() {
  if (await isDebian()) return;
  throw new SetupError(
    "The test guest is built from Debian packages: demo and tests need Debian, Ubuntu or another system with apt-get. “npm start” does not.",
  );
}

/**
 * Builds the test guest now, because its kernel is downloaded and the sandbox has no network.
 * @param {import("../e2e/rig/guest/base.mjs").GuestKernel} kernel
 */
async function prepareGuest(kernel) {
  // Imported here, because it needs node_modules.
  const { guestBase, guestBaseIsThere } = await import("../e2e/rig/guest/base.mjs");
  if (await guestBaseIsThere(kernel)) return;
  await expectDebian();
  await step(`Building the test guest with the ${kernel} kernel from Debian packages`, () =>
    guestBase(kernel),
  );
}

async function prepareSshd() {
  const { fetchSshd, sshdIsThere } = await import("../e2e/rig/computers/sshd-debian.mjs");
  if (sshdIsThere()) return;
  await expectDebian();
  await step("Unpacking Debian’s sshd for the tests", fetchSshd);
}

async function prepareForeign() {
  const { fetchForeign, foreignIsThere } = await import("../e2e/rig/lan/foreign-debian.mjs");
  if (foreignIsThere()) return;
  await expectDebian();
  await step("Unpacking Debian’s firewalls, VPN and network services for the tests", fetchForeign);
}

/** @param {import("../e2e/desktops/debian-roots.mjs").RootName} name */
async function prepareDesktop(name) {
  const { debianRootIsThere, makeDebianRoot } = await import("../e2e/desktops/debian-roots.mjs");
  if (await debianRootIsThere(name)) return;
  await expectDebian();
  await step(`Unpacking real desktops (${name}) from Debian’s packages for the tests`, () =>
    makeDebianRoot(name),
  );
}

async function prepareDebian() {
  const { debianImage, debianImageIsThere } = await import("../e2e/rig/guest/debian.mjs");
  if (await debianImageIsThere()) return;
  if (!(await isDebian()) || process.getuid?.() !== 0) {
    throw new SetupError("The Debian guest is made by debootstrap, which needs Debian and root.");
  }
  await step("Making a Debian for the guest suite from its packages", debianImage);
}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 */
async function step(what, work) {
  const started = performance.now();
  console.log(`${what} …`);
  await work();
  console.log(`  done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/**
 * Runs set-up for a command that begins with it, and ends the process with a message if it fails.
 * @param {Purpose} purpose
 * @param {boolean} [yes]
 */
export async function setUpOrExit(purpose, yes) {
  try {
    return await setUp(purpose, yes);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/**
 * @param {string} text
 * @returns {text is Purpose}
 */
function isPurpose(text) {
  return Object.hasOwn(purposes, text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({
    options: { for: { type: "string", default: "run" }, yes: { type: "boolean", default: false } },
  });
  const purpose = values.for;
  if (!isPurpose(purpose)) {
    console.error(`usage: npm run setup [-- --for ${Object.keys(purposes).join("|")}] [-- --yes]`);
    process.exit(2);
  }
  await setUpOrExit(purpose, values.yes);
  console.log("Everything is there.");
}
