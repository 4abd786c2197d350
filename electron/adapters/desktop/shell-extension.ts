import { cp, readFile, rename, rm } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import type { ShellEntryStanding } from "../../contract/app/shell-entry.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import {
  extensionId,
  extensionKind,
  readTextList,
  writeTextList,
} from "../../core/app/enabled-extensions.ts";
import { sessionOf } from "../../core/app/window-system.ts";
import { fileError } from "../../core/base/file-error.ts";
import { makeFolder } from "../files/make-folder.ts";
import { runProgram } from "../process/run-program.ts";
import { homeFolder } from "../process/this-user.ts";

/** The list of extensions that GNOME Shell loads, as gsettings names it. */
const setting = ["org.gnome.shell", "enabled-extensions"] as const;

/** The extension in GNOME Shell's quick settings: the shell's own list says whether it is on. */
export interface ShellExtension {
  standing(): Promise<ShellEntryStanding>;
  /** Copies the extension to where the shell looks and has it loaded, or takes both back. */
  set(isOn: boolean): Promise<Result<void>>;
  /** Brings a copy that is there up to this program's version and the shell's. */
  refresh(): Promise<void>;
}

/**
 * Returns the extension of an environment. `source` is the folder with the kinds that were built;
 * the one for the running shell is copied into the user's folder of extensions, because one folder
 * holds one kind only and a package cannot know which shell will load it.
 */
export function createShellExtension(
  env: Readonly<Record<string, string | undefined>>,
  source: string,
): ShellExtension {
  const data = env["XDG_DATA_HOME"];
  const folder =
    data !== undefined && isAbsolute(data) ? data : join(homeFolder(env), ".local/share");
  const target = join(folder, "gnome-shell/extensions", extensionId);

  async function kind(): Promise<"43" | "45" | null> {
    const said = await askShell("org.freedesktop.DBus.Properties.Get", [
      "org.gnome.Shell",
      "ShellVersion",
    ]);
    return extensionKind(/'([^']+)'/.exec(said ?? "")?.[1] ?? "");
  }

  async function enabled(): Promise<readonly string[] | null> {
    const said = await runProgram("gsettings", ["get", ...setting]);
    return said.ok ? readTextList(said.value.stdout) : null;
  }

  async function copy(of: "43" | "45"): Promise<void> {
    const draft = `${target}.new`;
    await rm(draft, { recursive: true, force: true });
    await makeFolder(dirname(target));
    // Read and written file by file: the source may lie in an archive, which `cp` of folders reads.
    await cp(join(source, of), draft, { recursive: true });
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
  }

  return {
    async standing() {
      if (!sessionOf(env).desktops.includes("GNOME") || (await kind()) === null) return "absent";
      const list = await enabled();
      if (list === null || !list.includes(extensionId)) return "off";
      const info = await askShell("org.gnome.Shell.Extensions.GetExtensionInfo", [extensionId]);
      return info?.includes("'uuid'") === true ? "on" : "after-login";
    },
    async set(isOn) {
      const here = await kind();
      const list = await enabled();
      if (here === null || list === null) return fail("shell-entry-refused", {});
      try {
        if (isOn) await copy(here);
        const others = list.filter((id) => id !== extensionId);
        const next = writeTextList(isOn ? [...others, extensionId] : others);
        const written = await runProgram("gsettings", ["set", ...setting, next]);
        if (!written.ok) return written;
        if (!isOn) await rm(target, { recursive: true, force: true });
        return ok(undefined);
      } catch (error) {
        return { ok: false, error: fileError(target, error) };
      }
    },
    async refresh() {
      const there = await readFile(join(target, "extension.js"), "utf8").catch(() => null);
      if (there === null) return;
      const here = await kind();
      if (here === null) return;
      const ours = await readFile(join(source, here, "extension.js"), "utf8");
      // An extension that cannot be renewed goes on as it is.
      if (ours !== there) await copy(here).catch(() => {});
    },
  };
}

/** Asks GNOME Shell on the session bus; null if there is none or it refuses. */
async function askShell(method: string, args: readonly string[]): Promise<string | null> {
  const said = await runProgram("gdbus", [
    "call",
    "--session",
    "--dest=org.gnome.Shell",
    "--object-path=/org/gnome/Shell",
    `--method=${method}`,
    ...args,
  ]);
  return said.ok ? said.value.stdout : null;
}
