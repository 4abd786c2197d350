import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { _electron as electron } from "playwright-core";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { drawn, type RealApp } from "../rig/app/real-app.ts";
import { drawing } from "./drawing.ts";
import type { RealDesktop } from "./real-desktop.ts";

/** The platform of the app's windows; "default" is the choice of its launchers. */
export type WindowPlatform = "wayland" | "x11" | "default";

/** The app as its user starts it on a desktop. */
export interface StartableApp {
  /** Starts it; ends when its popover has been drawn. */
  start(): Promise<RealApp>;
  /** Starts it while it is running; ends with the second process's exit code. */
  startAgain(...args: readonly string[]): Promise<number | undefined>;
  /** The program by which the desktop itself starts it. */
  readonly program: string;
}

/** Prepares the built app (`npm run build`) on a desktop, with settings of its own. */
export async function appOn(
  desktop: RealDesktop,
  platform: WindowPlatform,
  env: Readonly<Record<string, string>> = {},
): Promise<StartableApp> {
  const { path } = await electronRuntime();
  const home = `/home/tester/app-${platform}`;
  const words = desktop.place.inside({
    ...desktop.env,
    ...env,
    XDG_CONFIG_HOME: `${home}/config`,
    XDG_DATA_HOME: `${home}/data`,
    XDG_CACHE_HOME: `${home}/cache`,
  });
  const chooser = join(projectFolder, "build/packaging/window-system");
  const chosen =
    platform === "default"
      ? // Unquoted, so that an empty value makes no argument.
        `$(${[...words, chooser].map(quote).join(" ")})`
      : `--ozone-platform=${platform}`;
  // Playwright starts one program.
  const launcher = join(desktop.place.runtime, `app-${platform}`);
  const write = (file: string, start: readonly string[], end: string) => {
    const quoted = [...start, path, ...drawing].map(quote).join(" ");
    writeFileSync(file, `#!/bin/sh\nexec ${quoted} ${chosen} ${end}\n`, { mode: 0o755 });
  };
  write(launcher, words, '"$@"');
  // A program that is inside already needs no way into the desktop's namespaces.
  write(`${launcher}-inside`, words.slice(words.indexOf("env")), `${quote(projectFolder)} "$@"`);
  return {
    program: `/run/user/1000/app-${platform}-inside`,
    start: async () =>
      drawn(
        await electron.launch({
          executablePath: launcher,
          args: [projectFolder],
          // The pages must see the desktop's own preferences.
          colorScheme: null,
        }),
      ),
    async startAgain(...args) {
      const second = await execa(launcher, [projectFolder, ...args], {
        reject: false,
        timeout: 90_000,
      });
      return second.exitCode;
    },
  };
}

function quote(word: string): string {
  return `'${word}'`;
}
