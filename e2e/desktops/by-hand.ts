/**
 * Starts a real desktop, of which nobody sees anything, with the app from out/ (`npm run build`) in it,
 * and does what it is told, line by line; pictures are files:
 *
 *   node build/run-typescript.mjs e2e/desktops/by-hand.ts DESKTOP [PLATFORM [SCALE]] <<'END'
 *   click icon
 *   type abc
 *   windows
 *   picture popover.png
 *   END
 *
 * DESKTOP is a name in desktops.ts, PLATFORM wayland, x11, default (the app's own choice) or none (no
 * app). It all ends with the last line; `help` tells what a line can be. All of it runs in the sandbox
 * (build/sandbox.mjs): of /tmp and the home folder, what is written there ends with it.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { PNG } from "pngjs";
import { projectFolder } from "../../build/project.mjs";
import { runInSandbox } from "../../build/sandbox.mjs";
import type { RealApp } from "../rig/app/real-app.ts";
import { appOn, type StartableApp, type WindowPlatform } from "./app.ts";
import { debianRootIsThere, makeDebianRoot } from "./debian-roots.mjs";
import { desktops, isDesktop, startDesktop } from "./desktops.ts";
import type { MouseButton, RealDesktop } from "./real-desktop.ts";

const usage = `click [icon | X Y] [left|middle|right]   move icon | X Y
type TEXT                                press KEY…      names of xkbcommon: Escape, Super_L, a
windows                                  as the compositor has them
picture FILE                             dark on|off     notices
again [ARGUMENT…]                        a second start of the app
popover|dashboard EXPRESSION             evaluated in that page
main EXPRESSION                          evaluated in the app, with \`electron\` in scope
run COMMAND                              a shell's, in the session
sleep SECONDS                            logs            what the session's programs said`;

const platforms = ["wayland", "x11", "default"] as const satisfies readonly WindowPlatform[];
const buttons: readonly string[] = ["left", "middle", "right"] satisfies readonly MouseButton[];

/** The objects that the lines work on. */
interface Hands {
  readonly desktop: RealDesktop;
  readonly startable: StartableApp | null;
  readonly app: RealApp | null;
}

/** Runs the lines for build/run-typescript.mjs; returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = "", wanted = "none", scale = "1"] = args;
  const platform = platforms.find((each) => each === wanted) ?? null;
  if (!isDesktop(name) || (platform === null && wanted !== "none")) {
    const names = Object.keys(desktops).join("|");
    console.error(`usage: by-hand.ts ${names} [${[...platforms, "none"].join("|")} [SCALE]]`);
    return 2;
  }
  if (process.env["VIRTRAY_SANDBOX"] !== "1") {
    const { root } = desktops[name];
    if (!(await debianRootIsThere(root))) await makeDebianRoot(root);
    const runner = join(projectFolder, "build/run-typescript.mjs");
    return runInSandbox([process.execPath, runner, import.meta.filename, ...args]);
  }
  const desktop = await startDesktop(name, { scale: Number(scale) });
  try {
    const startable = platform === null ? null : await appOn(desktop, platform);
    const app = startable === null ? null : await startable.start();
    for await (const line of createInterface(process.stdin)) {
      if (line.trim() === "") continue;
      console.log(`> ${line}`);
      const said = await obey(line, { desktop, startable, app }).catch(String);
      if (said !== undefined) console.log(said);
    }
  } finally {
    await desktop.close();
  }
  return 0;
}

/** Carries a line out, and returns the text to print. */
async function obey(line: string, { desktop, startable, app }: Hands): Promise<unknown> {
  const [verb = "", rest = ""] = line.trim().split(/ (.*)/s);
  const words = rest.split(" ").filter(Boolean);
  const move = async (to: readonly string[]) => {
    const [x, y] = to.map(Number);
    if (to[0] === "icon") await desktop.moveTo(await desktop.trayIcon());
    else if (x !== undefined && y !== undefined) await desktop.moveTo({ x, y });
  };
  switch (verb) {
    case "move":
      return move(words);
    case "click": {
      await move(words.filter((word) => !buttons.includes(word)));
      return desktop.click(words.find((word): word is MouseButton => buttons.includes(word)));
    }
    case "type":
      return desktop.type(rest);
    case "press":
      return desktop.press(...words);
    case "windows":
      return desktop.windows();
    case "picture":
      return writeFileSync(rest, PNG.sync.write(await desktop.picture()));
    case "dark":
      return desktop.setDark(rest === "on");
    case "notices":
      return desktop.notices();
    case "again":
      return startable?.startAgain(...words);
    case "popover":
      return (await app?.popover())?.evaluate(rest);
    case "dashboard":
      return (await app?.dashboard())?.evaluate(rest);
    case "main":
      return app?.electron.evaluate(
        (electron, code) => new Function("electron", `return (${code})`)(electron),
        rest,
      );
    case "run":
      return desktop.place.run(["sh", "-c", rest], desktop.env);
    case "sleep":
      return sleep(Number(rest) * 1000);
    case "logs": {
      const { runtime } = desktop.place;
      const names = readdirSync(runtime).filter((each) => each.endsWith(".log"));
      return names
        .map((each) => `${each}:\n${readFileSync(join(runtime, each), "utf8")}`)
        .join("\n");
    }
    default:
      return usage;
  }
}
