#!/usr/bin/env node
/**
 * Runs a command in network, mount and process namespaces of its own, so that its taps, rules,
 * daemons and files in /run and /tmp are gone when it ends, however it ends. The user's home is
 * replaced by an empty one that holds the project, the caches and this Node.
 *
 *   node build/sandbox.mjs COMMAND [ARGUMENT…]
 *
 * Root needs nothing more; other users get a user namespace in which they are root, where the
 * kernel allows it. The exit code is the command's.
 */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants as files, mkdirSync, realpathSync } from "node:fs";
import { constants, homedir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { cacheFolder, projectFolder } from "./project.mjs";

/**
 * Runs as process 1 inside, and stays (no exec) to reap orphans: a killed daemon would remain as a
 * zombie. /tmp and the home folder are new, except for the kept folders, npm's settings and the
 * files of the caller's display.
 */
const insideScript = `
set -euf
keep=/run/virtray-sandbox
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$keep/x11" "$keep/home" /run/netns /run/lock /run/user/0
chmod 700 /run/user/0
old_ifs=$IFS
IFS='
'
kept=0
for folder in $SANDBOX_KEPT; do
  kept=$((kept + 1))
  mkdir -p "$keep/$kept"
  mount --rbind "$folder" "$keep/$kept"
done
mkdir -p "$HOME"
mount --rbind "$HOME" "$keep/home"
[ -z "\${DISPLAY:-}" ] || [ ! -d /tmp/.X11-unix ] || mount --bind /tmp/.X11-unix "$keep/x11"
mount -t tmpfs -o mode=1777 tmpfs /tmp
mkdir -p "$HOME"
mount -t tmpfs -o mode=700 tmpfs "$HOME"
kept=0
for folder in $SANDBOX_KEPT; do
  kept=$((kept + 1))
  case "$folder" in
    /tmp/*|/run/*|"$HOME"/*) mkdir -p "$folder"; mount --rbind "$keep/$kept" "$folder";;
  esac
  umount -l "$keep/$kept"
done
IFS=$old_ifs
for file in .npmrc .Xauthority; do
  [ ! -f "$keep/home/$file" ] || cp "$keep/home/$file" "$HOME/$file"
done
umount -l "$keep/home"
mkdir -p -m 1777 /tmp/.X11-unix
[ -z "\${DISPLAY:-}" ] || mount --bind "$keep/x11" /tmp/.X11-unix
mount -t sysfs sysfs /sys
ip link set lo up
unset XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME
unset DBUS_SESSION_BUS_ADDRESS TMPDIR
export VIRTRAY_SANDBOX=1
set +ef
cd "$SANDBOX_FOLDER"
"$@"
exit $?
`;

/** Returns the real paths of the folders that the command needs inside, and creates missing caches. */
function keptFolders() {
  const caches = [dirname(cacheFolder()), join(homedir(), ".npm")];
  for (const cache of caches) mkdirSync(cache, { recursive: true });
  // npm and Node's own modules lie two levels above the binary.
  const node = dirname(dirname(process.execPath));
  return [projectFolder, process.cwd(), node, ...caches].map((folder) => realpathSync(folder));
}

/**
 * Checks whether this user can have a sandbox here.
 * @returns {string | null} a sentence with the obstacle and its remedy; null if there is no obstacle
 */
export function sandboxObstacle() {
  if (process.getuid?.() === 0) return null;
  const tried = spawnSync("unshare", ["--user", "--map-root-user", "--net", "true"]);
  if (tried.status !== 0) {
    return `This computer lets only root make namespaces (unshare: ${String(tried.stderr).trim()}). Run it as root, or allow it: sudo sysctl -e kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0`;
  }
  try {
    accessSync("/dev/net/tun", files.R_OK | files.W_OK);
  } catch (error) {
    return `This user may not make network interfaces, not even in a namespace (${error instanceof Error ? error.message : error}). Run it as root, or allow it: sudo chmod 666 /dev/net/tun`;
  }
  return null;
}

/**
 * Starts a command in the sandbox with this process's streams.
 * @param {readonly string[]} command program and arguments
 * @param {NodeJS.ProcessEnv} [env] the command's environment
 * @returns {Promise<number>} the exit code, or 128 + the signal's number
 */
export function runInSandbox(command, env = process.env) {
  const asRoot = process.getuid?.() === 0;
  const kept = keptFolders();
  const home = realpathSync(homedir());
  const child = spawn(
    "unshare",
    [
      ...(asRoot ? [] : ["--user", "--map-root-user"]),
      "--net",
      "--mount",
      "--pid",
      "--fork",
      "--kill-child",
      "--mount-proc",
      "--",
      "sh",
      "-c",
      insideScript,
      "sandbox",
      ...command,
    ],
    {
      stdio: "inherit",
      env: {
        ...env,
        // A service's home may be the root folder.
        HOME: home === "/" ? "/tmp/home" : home,
        SANDBOX_KEPT: kept.join("\n"),
        SANDBOX_FOLDER: process.cwd(),
      },
    },
  );
  // Ctrl-C reaches the command by itself; a signal to this process alone must end everything.
  const end = () => child.kill("SIGKILL");
  process.on("SIGTERM", end);
  process.on("SIGHUP", end);
  process.on("SIGINT", () => {});
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const command = process.argv.slice(2);
  if (command.length === 0) {
    console.error("usage: node build/sandbox.mjs COMMAND [ARGUMENT…]");
    process.exit(2);
  }
  process.exit(await runInSandbox(command));
}
