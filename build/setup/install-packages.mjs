import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { run } from "../run.mjs";
import { SetupError } from "./setup-error.mjs";

/** @typedef {import("./packages.mjs").Need} Need */

/**
 * A package manager: its command for installing, and its name for the package of a need (null if we
 * know none).
 * @typedef {object} Manager
 * @property {string} program
 * @property {readonly string[]} install
 * @property {(need: Need) => Promise<string | null>} nameOf
 * @property {string} [hint] advice after a failure
 */

/** @type {readonly Manager[]} */
const managers = [
  {
    program: "apt-get",
    install: ["install", "-y", "--no-install-recommends"],
    nameOf: async (need) => {
      for (const name of need.apt) if (await works("apt-cache", ["show", name])) return name;
      return null;
    },
  },
  {
    program: "pacman",
    install: ["-S", "--needed", "--noconfirm"],
    nameOf: async (need) => need.pacman ?? null,
    // Set-up does not refresh pacman's lists: without an upgrade of the system they break it.
    hint: "If it finds no target or no database, bring the system up to date first: pacman -Syu",
  },
  { program: "dnf", install: ["install", "-y"], nameOf: async (need) => need.dnf ?? null },
];

const noQuestions = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };

/**
 * Installs missing packages. It asks first, except as root or with `yes`; without a terminal it
 * prints the command to run.
 * @param {readonly Need[]} missing
 * @param {boolean} yes
 * @throws {SetupError} when a package could not be installed
 */
export async function installPackages(missing, yes) {
  const width = Math.max(...missing.map((need) => need.find.length));
  console.log("Missing on this computer:");
  for (const need of missing) console.log(`  ${need.find.padEnd(width)}  ${need.why}`);
  const manager = await findManager();
  const asRoot = process.getuid?.() === 0;
  const become = asRoot ? [] : ["sudo"];
  let names = await packageNames(manager, missing);
  if (manager.program === "apt-get" && asRoot && names.unknown.length > 0) {
    await updateLists(become);
    names = await packageNames(manager, missing);
  }
  if (names.unknown.length > 0) {
    const unknown = names.unknown.map((need) => need.find).join(", ");
    throw new SetupError(
      `${manager.program} has no package that we know for: ${unknown}. Install it by hand, then try again.`,
    );
  }
  const install = [...become, manager.program, ...manager.install, ...names.known];
  if (!asRoot && !yes) await ask(install.join(" "));
  console.log(`Installing: ${install.join(" ")}`);
  try {
    await runShown(install).catch(async (error) => {
      if (manager.program !== "apt-get") throw error;
      // Outdated lists name packages that the archive no longer has.
      await updateLists(become);
      await runShown(install);
    });
  } catch {
    const way = asRoot
      ? "Once this works, try again:"
      : "If you may not use sudo, have an administrator run this, then try again:";
    const lines = [`They could not be installed. ${way}`, `  ${install.join(" ")}`];
    throw new SetupError([...lines, manager.hint ?? ""].join("\n").trimEnd());
  }
}

/** Checks for apt-get, by which Debian's packages are installed. */
export function isDebian() {
  return works("apt-get", ["--version"]);
}

async function findManager() {
  for (const manager of managers) if (await works(manager.program, ["--version"])) return manager;
  throw new SetupError(
    "None of apt-get, pacman and dnf is here: install the above by hand, then try again.",
  );
}

/**
 * @param {Manager} manager
 * @param {readonly Need[]} missing
 */
async function packageNames(manager, missing) {
  /** @type {Set<string>} */
  const known = new Set();
  /** @type {Need[]} */
  const unknown = [];
  for (const need of missing) {
    const name = await manager.nameOf(need);
    if (name === null) unknown.push(need);
    else known.add(name);
  }
  return { known: [...known], unknown };
}

/** @param {readonly string[]} become */
async function updateLists(become) {
  console.log("Reading the lists of packages: apt-get update");
  await runShown([...become, "apt-get", "update", "-q"]);
}

/** @param {string} command */
async function ask(command) {
  if (!process.stdin.isTTY) throw new SetupError(`Run this, then try again:\n  ${command}`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-D and Ctrl-C close the terminal; older versions of Node then leave the question open.
  const left = once(terminal, "close").then(() => "\n");
  const question = terminal.question(`Install it now?\n  ${command}\n[Y/n] `);
  const answer = await Promise.race([question.catch(() => "\n"), left]);
  terminal.close();
  if (answer === "\n") console.log();
  if (!/^(y|yes|)$/i.test(answer)) throw new SetupError("Nothing was installed.");
}

/** @param {readonly string[]} command */
async function runShown(command) {
  const [program = "", ...args] = command;
  await run(program, args, { env: noQuestions, show: true });
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
async function works(program, args) {
  return run(program, args).then(
    () => true,
    () => false,
  );
}
