import { existsSync } from "node:fs";

/** A program that runs another one, which may open no files but the system's programs and the given ones. */
export interface SandboxTool {
  readonly program: string;
  /** The words before the program that is run. The open files of these doors are the tool's own from 3 on. */
  words(doors: readonly Door[]): readonly string[];
}

/** A file that may be opened in a sandbox, under this name. */
export interface Door {
  readonly path: string;
  readonly access: "read" | "write";
}

/** Of a child's open files, the first one that is not a standard stream. */
const firstFile = 3;

/** The folders of programs and their libraries, also on NixOS and Guix. */
const systemFolders = ["/usr", "/lib", "/lib64", "/nix/store", "/gnu/store"];
const libraryCache = "/etc/ld.so.cache";

const isRoot = () => process.getuid?.() === 0;

/**
 * A place of its own: no network, no processes, no environment, and no file but the system's programs,
 * read-only. It dies with us. qemu-img tries its locks on /dev/null. Other users get a namespace in
 * which they have no more rights than before; root, whose rights over other users' files would end
 * there, keeps this one of its rights alone.
 */
export const bubblewrap: SandboxTool = {
  program: "bwrap",
  words: (doors) => [
    ...(isRoot() ? ["--cap-drop", "ALL", "--cap-add", "CAP_DAC_OVERRIDE"] : ["--unshare-user"]),
    ...["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"],
    ...["--die-with-parent", "--clearenv", "--setenv", "LC_ALL", "C"],
    ...systemFolders.flatMap((folder) => ["--ro-bind-try", folder, folder]),
    ...["--ro-bind-try", libraryCache, libraryCache],
    ...["--dev-bind", "/dev/null", "/dev/null"],
    ...doors.flatMap(({ path, access }, index) => [
      access === "read" ? "--ro-bind-fd" : "--bind-fd",
      String(firstFile + index),
      path,
    ]),
    "--",
  ],
};

/**
 * The kernel's Landlock by setpriv of util-linux 2.40 and newer, which refuses to run anything where
 * the kernel has none: as bubblewrap without namespaces, so networks and processes are still there.
 * A rule is about the open file that is meant, so that another one of its name cannot be opened.
 */
export const landlock: SandboxTool = {
  program: "setpriv",
  words: (doors) => [
    ...["--no-new-privs", "--pdeathsig", "KILL", "--reset-env"],
    ...(isRoot() ? ["--inh-caps=-all", "--bounding-set=-all,+dac_override"] : []),
    ...["--landlock-access", "fs"],
    ...systemFolders.flatMap((folder) => rule("execute,read-file,read-dir", folder)),
    ...rule("read-file", libraryCache),
    ...rule("read-file,write-file", "/dev/null"),
    ...doors.flatMap(({ access }, index) =>
      rule(
        access === "read" ? "read-file" : "read-file,write-file,truncate",
        `/proc/self/fd/${firstFile + index}`,
        true,
      ),
    ),
    "--",
  ],
};

/** A rule of setpriv's, which fails for what is not there. */
function rule(accesses: string, path: string, isThere = existsSync(path)): readonly string[] {
  return isThere ? ["--landlock-rule", `path-beneath:${accesses}:${path}`] : [];
}
