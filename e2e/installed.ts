import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { pidsWith } from "./bench/idle.ts";
import { type Cast, play, step } from "./demo.ts";
import { makeInstance } from "./rig/command.ts";
import { startInstalledApp } from "./rig/installed-app.ts";
import { dweller } from "./rig/installed-debian.mjs";
import { makeDwellerPlace } from "./rig/installed-place.ts";
import { networkState } from "./rig/test-net.ts";

/**
 * In the sandbox: the demo by the package that is installed in a Debian at `root`, as an ordinary
 * user there; then the package is removed while the LAN is on, and nothing of it may stay.
 * @returns 0, or 1 when something does not hold, which is said in a sentence
 */
export async function main([root = ""]: readonly string[]): Promise<number> {
  const cleanUp: (() => Promise<void>)[] = [];
  try {
    const before = await networkState();
    const place = await makeDwellerPlace(root);
    cleanUp.push(place.close);
    const { as, polkit } = place;
    const instance = makeInstance({ command: [...as, "/usr/bin/virtray"], uid: dweller.uid });
    const cast: Cast = {
      instance,
      as,
      asksForRoot: true,
      start: (env) => startInstalledApp([...as, "/opt/Virtray/virtray-desktop"], env),
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
    await step("The LAN is switched on by the installed command", async () => {
      const up = await instance.virtray("lan", "up");
      if (up.exitCode !== 0) throw new Error(up.stderr);
    });
    await step("Root’s part runs on the system’s Node", async () =>
      expectSame(programsOf("netd.js"), ["/usr/bin/node"]),
    );
    await step("The package is removed meanwhile", () =>
      execa("nsenter", [...place.there.slice(1), "dpkg", "--purge", "virtray"]),
    );
    await step("Nothing of it stays but the user's machine", async () => {
      const machines = join(instance.folder, "data/virtray/machines");
      expectSame(readdirSync(machines).length, 1);
      expectSame(await networkState(), before);
      expectSame(processesOfOurs(), []);
      expectSame(existsSync("/run/virtray"), false);
      expectSame(await filesOfOurs(root), []);
    });
    console.log("\nThe package works for an ordinary user, and leaves nothing.");
    return 0;
  } catch (error) {
    console.error(`\nIt failed: ${error instanceof Error ? error.stack : String(error)}`);
    return 1;
  } finally {
    for (const close of cleanUp.toReversed()) await close();
  }
}

function expectSame(found: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(found, null, 1), JSON.stringify(expected, null, 1)];
  if (left !== right) throw new Error(`found ${left}, expected ${right}`);
}

/** The programs that run with a word in their command lines. */
function programsOf(word: string): readonly string[] {
  return pidsWith(word).map((pid) => readlinkSync(`/proc/${pid}/exe`));
}

/** The programs that run from the package's folder. */
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

/** All outside homes that is named after the program, or tells of it in the system's settings. */
async function filesOfOurs(root: string): Promise<readonly string[]> {
  const homes = ["-path", join(root, "home"), "-prune", "-o"];
  const names = ["-iname", "*virtray*", "!", "-name", "*.deb", "-print"];
  const named = await execa("find", [root, "-xdev", ...homes, ...names]);
  // The last one is this test's own.
  const places = [join(root, "etc"), join(root, "usr/share"), "--exclude=10-test.rules"];
  const told = await execa("grep", ["-rlis", "virtray", ...places], { reject: false });
  return `${named.stdout}\n${told.stdout}`.split("\n").filter(Boolean);
}
