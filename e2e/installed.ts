import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { needs } from "../build/setup/packages.mjs";
import { pidsWith } from "./bench/idle.ts";
import { type Cast, play, step } from "./demo.ts";
import { startupClassIn } from "./desktops/installed-app.ts";
import { areWindowsOf, startInstalledApp } from "./rig/app/installed-app.ts";
import { dweller } from "./rig/app/installed-debian.mjs";
import { makeDwellerPlace } from "./rig/app/installed-place.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { type ForeignManager, pacmanAt, rpmAt } from "./rig/lan/foreign-package.ts";
import { networkState } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/**
 * In the sandbox: the demo by the package that is installed in a Debian at `root`, as an ordinary
 * user there; then the package is removed while the LAN is on, and nothing of it may stay.
 * The same folder is then a system to rpm and to pacman, which install, look at and remove theirs.
 * @returns 0; 1 with a sentence on the standard error if a check fails
 */
export async function main([root = ""]: readonly string[]): Promise<number> {
  const cleanUp: (() => Promise<void>)[] = [];
  try {
    const before = await networkState();
    const place = await makeDwellerPlace(root);
    cleanUp.push(place.close);
    const { as, polkit } = place;
    const instance = makeInstance({ command: [...as, "/usr/bin/virtray"], uid: dweller.uid });
    await step("Desktops start the app by the script that chooses the window system", async () =>
      expectSame(programsStarted(root), ["/opt/Virtray/virtray-start"]),
    );
    const cast: Cast = {
      instance,
      as,
      asksForRoot: true,
      async start(env) {
        const app = await startInstalledApp([...as, "/opt/Virtray/virtray-desktop"], env);
        // By the class a desktop finds the file, and so the name and the icon in its task bar.
        await step("The windows are of the class that the desktop file claims", async () =>
          expectSame(await areWindowsOf(startupClassIn(desktopEntry(root)), env), true),
        );
        return app;
      },
    };
    const played: (() => Promise<void>)[] = [];
    try {
      await play(cast, (close) => played.push(close));
      await step("Root was asked for once, by the package's own action", async () =>
        expectSame(polkit.granted(), ["io.github.virtray.Virtray.lan"]),
      );
    } finally {
      for (const close of played.toReversed()) await close();
    }
    await removeWhileOn(instance, place.there, root, before);
    for (const manager of [rpmAt(root), pacmanAt(root)]) await passThrough(manager, instance, root);
    console.log("\nThe packages work for an ordinary user, and leave nothing.");
    return 0;
  } catch (error) {
    console.error(`\nIt failed: ${error instanceof Error ? error.stack : String(error)}`);
    return 1;
  } finally {
    for (const close of cleanUp.toReversed()) await close();
  }
}

/** Switches the LAN on by the installed command, removes the package, and expects nothing to stay. */
async function removeWhileOn(
  instance: Instance,
  there: readonly string[],
  root: string,
  before: Awaited<ReturnType<typeof networkState>>,
): Promise<void> {
  await step("The LAN is switched on by the installed command", async () => {
    const up = await instance.virtray("lan", "up");
    if (up.exitCode !== 0) throw new Error(up.stderr);
  });
  await step("Root’s part runs on the system’s Node", async () =>
    expectSame(programsOf("netd.js"), ["/usr/bin/node"]),
  );
  await step("So does the supervisor, and it works there", async () => {
    const supervisor = () => programsOf("supervisor.js");
    await until("the supervisor", () => supervisor().length === 1);
    expectSame(supervisor(), ["/usr/bin/node"]);
    const [lost = 0] = pidsWith("vde_switch");
    process.kill(lost, "SIGKILL");
    await until("another switch", () => pidsWith("vde_switch").some((pid) => pid !== lost));
  });
  await step("The package is removed meanwhile", () =>
    execa("nsenter", [...there.slice(1), "dpkg", "--purge", "virtray"]),
  );
  await step("Nothing of it stays but the user's machine", async () => {
    const machines = join(instance.folder, "data/virtray/machines");
    expectSame(readdirSync(machines).length, 1);
    expectSame(await networkState(), before);
    expectSame(processesOfOurs(), []);
    await until("the supervisor's end", () => programsOf("supervisor.js").length === 0);
    expectSame(existsSync("/run/virtray"), false);
    expectSame(await filesOfOurs(root), []);
  });
}

/**
 * Installs the package by another manager, looks at it and removes it. The dependencies of the Debian
 * package are still installed, so the program runs.
 */
async function passThrough(
  manager: ForeignManager,
  instance: Instance,
  root: string,
): Promise<void> {
  await step(`The package for ${manager.name} is installed by it`, () => manager.install());
  await step("It is whole, works, and asks for what the system needs", async () => {
    expectSame(await manager.verify(), "");
    expectSame((await instance.virtray("list")).exitCode, 0);
    const files = await manager.files();
    const missing = ["/usr/bin/virtray", "/opt/Virtray/virtray-desktop", ...shared]
      .filter((path) => !files.includes(path))
      .concat(foreignFolders(manager, files));
    expectSame(missing, []);
    expectSame(await manager.depends(), dependencies(manager.name));
  });
  await step(`Removed by ${manager.name}, nothing of it stays`, async () => {
    await manager.remove();
    expectSame(await manager.knows(), false);
    expectSame(await filesOfOurs(root), []);
  });
}

function expectSame(found: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(found, null, 1), JSON.stringify(expected, null, 1)];
  if (left !== right) throw new Error(`found ${left}, expected ${right}`);
}

const desktopFile = "/usr/share/applications/io.github.virtray.Virtray.desktop";

/** The files for desktops, software centres and polkit. */
const shared = [
  desktopFile,
  "/usr/share/bash-completion/completions/virtray",
  "/usr/share/fish/vendor_completions.d/virtray.fish",
  "/usr/share/man/man1/virtray.1.gz",
  "/usr/share/man/de/man1/virtray.1.gz",
  "/usr/share/metainfo/io.github.virtray.Virtray.metainfo.xml",
  "/usr/share/polkit-1/actions/io.github.virtray.Virtray.policy",
  "/usr/share/icons/hicolor/128x128/apps/virtray-desktop.png",
];

/** Returns the installed desktop file's text. */
function desktopEntry(root: string): string {
  return readFileSync(join(root, desktopFile), "utf8");
}

/** The programs that the desktop file starts. */
function programsStarted(root: string): readonly string[] {
  const text = desktopEntry(root);
  return [...new Set([...text.matchAll(/^Exec=(\S+)/gm)].map(([, program = ""]) => program))];
}

/** Lists system folders that rpm would count as the package's; its removal must keep them. */
function foreignFolders(manager: ForeignManager, files: readonly string[]): readonly string[] {
  // Arch's packages name the system's folders, too: pacman shares them.
  if (manager.name === "pacman") return [];
  return files.filter((path) => /^\/(?:opt|usr\/(?:bin|share(?:\/[^/]+)?))$/.test(path));
}

/** The dependencies of a package, by the names of its distribution; rpm only recommends Node. */
function dependencies(manager: string): readonly string[] {
  const names = needs
    .filter(({ from, find }) => from === "run" && find !== "unzip")
    .flatMap(({ dnf, pacman }) => (manager === "rpm" ? dnf : pacman) ?? []);
  return [...new Set([...names, ...(manager === "rpm" ? [] : ["nodejs"])])].sort();
}

/** Returns the programs that run with a word in their command lines. */
function programsOf(word: string): readonly string[] {
  return pidsWith(word).map((pid) => readlinkSync(`/proc/${pid}/exe`));
}

/** Returns the programs that run from the package's folder. */
function processesOfOurs(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/exe`);
      } catch {
        return "";
      }
    })
    .filter((program) => program.includes("/opt/Virtray/"));
}

/** Lists the paths outside homes that are named after the program, or mention it in system settings. */
async function filesOfOurs(root: string): Promise<readonly string[]> {
  const homes = ["-path", join(root, "home"), "-prune", "-o"];
  const names = ["-iname", "*virtray*", "!", "-name", "*.deb", "-print"];
  const named = await execa("find", [root, "-xdev", ...homes, ...names]);
  // The last one belongs to this test.
  const places = [join(root, "etc"), join(root, "usr/share"), "--exclude=10-test.rules"];
  const told = await execa("grep", ["-rlis", "virtray", ...places], { reject: false });
  return `${named.stdout}\n${told.stdout}`.split("\n").filter(Boolean);
}
