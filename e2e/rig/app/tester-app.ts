import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import { electronRuntime } from "../../../build/electron/runtime.mjs";
import { projectFolder } from "../../../build/project.mjs";
import { drawn, type RealApp } from "./real-app.ts";

/** The folder in which every user can reach project and Electron. */
const place = "/run/virtray-app";
const project = `${place}/project`;
const runtime = `${place}/electron`;

/** The built app, for an unprivileged user who cannot reach root's home or caches. */
export interface TesterApp {
  /** The app's own program, by which root recognises it. */
  readonly program: string;
  /** The bundle that is passed to root. */
  readonly bundle: string;
  /** Starts it as that user; ends when its popover has been drawn. */
  start(env: Readonly<Record<string, string>>): Promise<RealApp>;
  close(): Promise<void>;
}

/** Makes it inside the sandbox. `asTester` are the words that run a command as that user. */
export async function makeTesterApp(asTester: readonly string[]): Promise<TesterApp> {
  const { path } = await electronRuntime();
  const shown = [
    [projectFolder, project],
    [dirname(path), runtime],
  ] as const;
  for (const [from, at] of shown) {
    mkdirSync(at, { recursive: true });
    await execa("mount", ["--rbind", from, at]);
  }
  const program = join(runtime, basename(path));
  // Playwright starts one program; it must not be root's.
  const launcher = join(place, "launch");
  const quoted = [...asTester, program].map((word) => `'${word}'`).join(" ");
  writeFileSync(launcher, `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });
  return {
    program,
    bundle: join(project, "out/main/netd.js"),
    async start(env) {
      // The app's user must be able to read the script that Playwright loads into it.
      const own = join(project, "node_modules/playwright-core/index.mjs");
      const playwright: typeof import("playwright-core") = await import(/* @vite-ignore */ own);
      return drawn(
        await playwright._electron.launch({
          executablePath: launcher,
          args: [project],
          cwd: "/",
          env: { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8", ...env },
        }),
      );
    },
    async close() {
      for (const [, at] of shown) await execa("umount", ["--recursive", at], { reject: false });
    },
  };
}
