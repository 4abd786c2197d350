import { readFile, rm } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { buildLoginEntry, isLoginEntryOn, replaceCommand } from "../../core/app/login-entry.ts";
import { fileError } from "../../core/base/file-error.ts";
import { replaceFile } from "../files/durable-file.ts";
import { asBytes, editForeignFile } from "../files/foreign-file.ts";
import { makeFolder } from "../files/make-folder.ts";
import { sourcesNode } from "../own-install/root-entry.ts";
import { homeFolder } from "../process/this-user.ts";

/** The file by which desktops start the app at login; its being there is the setting. */
export interface LoginEntry {
  readonly path: string;
  isOn(): Promise<boolean>;
  set(isOn: boolean): Promise<Result<void>>;
  /** Replaces one of these commands in an existing entry by the present one. */
  renew(formerCommands: readonly (readonly string[])[]): Promise<Result<void>>;
}

/**
 * Returns the entry of an environment (Desktop Application Autostart Specification,
 * freedesktop.org). `command` is what starts the app, program first.
 */
export function createLoginEntry(
  env: Readonly<Record<string, string | undefined>>,
  command: readonly string[],
): LoginEntry {
  const config = env["XDG_CONFIG_HOME"];
  const folder =
    config !== undefined && isAbsolute(config) ? config : join(homeFolder(env), ".config");
  const path = join(folder, "autostart/io.github.virtray.Virtray.desktop");
  const read = () => readFile(path, "utf8").catch(() => "");
  return {
    path,
    isOn: async () => isLoginEntryOn(await read()),
    async renew(formerCommands) {
      if ((await read()) === "") return ok(undefined);
      return editForeignFile(path, (bytes) => {
        let text = bytes ?? "";
        for (const former of formerCommands) {
          text = replaceCommand(text, former.map(asBytes), command.map(asBytes)) ?? text;
        }
        return text;
      });
    },
    async set(isOn) {
      try {
        await makeFolder(dirname(path));
        if (isOn) await replaceFile(path, buildLoginEntry(command));
        else await rm(path, { force: true });
        return ok(undefined);
      } catch (error) {
        return { ok: false, error: fileError(path, error) };
      }
    },
  };
}

/**
 * Returns the command that starts the app with a flag, from where this program runs: its package,
 * an AppImage, or the sources. `bundleFolder` is the folder of this program's own file, `out/main`.
 */
export function appCommand(
  bundleFolder: string,
  env: Readonly<Record<string, string | undefined>>,
  flag: "--autostart" | "--popover",
): readonly [string, ...string[]] {
  if (env["APPIMAGE"] !== undefined) return [env["APPIMAGE"], flag];
  if (bundleFolder.includes("app.asar")) {
    return [join(dirname(process.execPath), "virtray-start"), flag];
  }
  const project = join(bundleFolder, "../..");
  const node =
    process.versions["electron"] === undefined ? process.execPath : sourcesNode(env, bundleFolder);
  return node === null
    ? [process.execPath, project, flag]
    : [node, join(project, "build/start.mjs"), flag];
}

/**
 * Lists the commands that earlier versions had desktops start at login: the app itself, which then did
 * not get the window system that suits the desktop.
 */
export function formerLoginCommands(bundleFolder: string): readonly (readonly string[])[] {
  const project = join(bundleFolder, "../..");
  return [
    [process.execPath, "--autostart"],
    [process.execPath, project, "--autostart"],
  ];
}
