import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { electronRuntime } from "../../build/electron/runtime.mjs";
import { projectFolder } from "../../build/project.mjs";
import { until } from "../rig/until.ts";
import { debianRoot, type RootName } from "./debian-roots.mjs";

/** The environment variables of a program. */
export type Environment = Readonly<Record<string, string>>;

/** The owner of a place. */
interface PlaceOptions {
  /**
   * Whether the place is root's, whose buses outside programs can reach; else it is an ordinary
   * user's.
   */
  readonly isRoots?: boolean;
}

/** A Debian with an ordinary user, in processes, mounts and IPC of its own; nothing runs there yet. */
export interface Place {
  /** Its /run/user/1000, as a path outside: sockets there can be connected to. */
  readonly runtime: string;
  /** The words that run a command in it, with the environment of every program there and this. */
  inside(env: Environment): readonly string[];
  /** Starts a program that stays; its output is kept in NAME.log in its /run/user/1000. */
  start(name: string, command: readonly string[], env?: Environment): ChildProcess;
  /** Runs a program to its end, and returns its output; throws if it fails. */
  run(command: readonly string[], env?: Environment): Promise<string>;
  /** Runs a program whose output is not text. */
  runForBytes(command: readonly string[], env?: Environment): Promise<Uint8Array>;
  /** Ends all that runs in it, and removes its files. */
  close(): Promise<void>;
}

const baseEnvironment: Environment = {
  PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
  HOME: "/home/tester",
  USER: "tester",
  LANG: "C.UTF-8",
  TZ: "UTC",
  XDG_RUNTIME_DIR: "/run/user/1000",
  DBUS_SESSION_BUS_ADDRESS: "unix:path=/run/user/1000/bus",
  // Do not search for a GPU, which takes time: none is there.
  LIBGL_ALWAYS_SOFTWARE: "1",
};

/**
 * Runs as its process 1, which must stay: the shell reaps orphans. The cached file system lies below a
 * layer in memory, so that nothing is written into it. `$1` is that file system, `$2` an empty folder,
 * `$3` its /run/user/1000, `$4` Node; the others are folders that it has where they are outside. All that
 * comes later is an ordinary user's, who owns what root does outside: some compositors refuse root. With
 * an empty `$5` it stays root's.
 */
const insideScript = `
set -eu
lower=$1 work=$2 runtime=$3 node=$4 user=$5
shift 5
mount -t tmpfs -o mode=755 tmpfs "$work"
mkdir "$work/upper" "$work/inner" "$work/root"
mount -t overlay -o "lowerdir=$lower,upperdir=$work/upper,workdir=$work/inner" overlay "$work/root"
cd "$work/root"
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs run
mkdir -p run/dbus run/lock run/user/1000
rm -rf var/run
ln -s /run var/run
mkdir -m 1777 tmp/.X11-unix tmp/.ICE-unix
mount --bind "$runtime" run/user/1000
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs dev
for name in null zero full random urandom tty; do
  touch "dev/$name"
  mount --bind "/dev/$name" "dev/$name"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
touch usr/local/bin/node
mount --bind "$node" usr/local/bin/node
for folder; do
  mkdir -p ".$folder"
  mount --rbind "$folder" ".$folder"
done
pivot_root . .
umount -l .
exec \${user:+unshare --user --map-user=1000 --map-group=1000} \\
  bash -c 'touch /run/user/1000/ready; sleep infinity & wait'
`;

/**
 * Starts something in a place of its own. If that fails, the place is closed, and the error holds
 * the last output of the programs there.
 */
export async function inOwnPlace<T>(
  rootName: RootName,
  start: (place: Place) => Promise<T>,
  request: PlaceOptions = {},
): Promise<T> {
  const place = await openPlace(rootName, request);
  try {
    return await start(place);
  } catch (error) {
    const logs = readdirSync(place.runtime).filter((name) => name.endsWith(".log"));
    const said = logs.map((name) => {
      const log = readFileSync(join(place.runtime, name), "utf8");
      return `${name}:\n${log.slice(-3000)}`;
    });
    await place.close();
    const message = error instanceof Error ? error.message : String(error);
    throw new Error([message, ...said].join("\n\n"), { cause: error });
  }
}

/** Opens it, inside the sandbox (build/sandbox.mjs), which gives it a network of its own. */
async function openPlace(rootName: RootName, { isRoots = false }: PlaceOptions): Promise<Place> {
  if (process.env["VIRTRAY_SANDBOX"] !== "1") throw new Error("this needs build/sandbox.mjs");
  const root = await debianRoot(rootName);
  const { path: electron } = await electronRuntime();
  const folder = mkdtempSync(join(tmpdir(), "desktop-"));
  const work = join(folder, "work");
  const runtime = join(folder, "runtime");
  mkdirSync(work);
  mkdirSync(runtime, { mode: 0o700 });
  const outer = spawn(
    "unshare",
    [
      ...["--mount", "--pid", "--ipc", "--uts", "--fork", "--propagation", "private"],
      ...["--kill-child", "--", "bash", "-c", insideScript, "place"],
      ...[root, work, runtime, process.execPath, isRoots ? "" : "tester"],
      ...[projectFolder, dirname(electron)],
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = once(outer, "exit");
  let said = "";
  outer.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until("a Debian of its own", () => {
    if (outer.exitCode !== null) throw new Error(`no Debian to run a desktop in: ${said}`);
    return existsSync(join(runtime, "ready"));
  });
  const first = readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, "utf8").trim();

  const inside: Place["inside"] = (env) => [
    ...["nsenter", "--target", first, "--mount", "--pid", "--ipc", "--uts"],
    ...(isRoots ? [] : ["--user", "--preserve-credentials"]),
    ...["env", "--ignore-environment"],
    ...Object.entries({ ...baseEnvironment, ...env }).map(([name, value]) => `${name}=${value}`),
  ];
  const run = async (command: readonly string[], env: Environment = {}) => {
    const [program = "", ...args] = [...inside(env), ...command];
    return execa(program, args, { stdin: "ignore", encoding: "buffer" });
  };
  return {
    runtime,
    inside,
    start(name, command, env = {}) {
      const [program = "", ...args] = [...inside(env), ...command];
      const log = openSync(join(runtime, `${name}.log`), "a");
      const child = spawn(program, args, { stdio: ["ignore", log, log] });
      closeSync(log);
      return child;
    },
    run: async (command, env) => Buffer.from((await run(command, env)).stdout).toString(),
    runForBytes: async (command, env) => (await run(command, env)).stdout,
    async close() {
      // When its first process ends, the kernel ends all others of the namespace; only then is the
      // place gone.
      process.kill(Number(first), "SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
