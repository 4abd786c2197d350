import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { cacheFolder, projectFolder } from "../../build/project.mjs";
import type { Need } from "../../build/setup/packages.mjs";

const chroot = "/usr/sbin/chroot";
/** The user for work that root does not do. */
const uid = 4242;

/** The outcome of a command in the other system. */
export interface Ended {
  readonly exitCode: number | undefined;
  /** Its output to both streams. */
  readonly told: string;
}

/** A system with Node and the files of a test only. */
export interface OtherSystem {
  /** Writes a shell script there, as a program in its PATH. */
  putProgram(name: string, lines: readonly string[]): void;
  /** Returns the command lines that the programs recorded, and forgets them. */
  noted(): readonly string[];
  /** Runs Node there, without a terminal. */
  run(as: "root" | "user", ...args: readonly string[]): Promise<Ended>;
  /** Runs Node there as the user, on a terminal, and types the answer to the question. */
  onTerminal(answer: string, ...args: readonly string[]): Promise<Ended>;
  close(): Promise<void>;
}

/** A line by which a program records its command line. */
export const note = 'echo "$(basename "$0") $*" >> /noted';

/** The lines by which a package manager installs: the package's files are made, but empty. */
export function installLines(
  needs: readonly Need[],
  packageOf: (need: Need) => string | undefined,
): readonly string[] {
  const cases = needs.flatMap((need) => {
    const name = packageOf(need);
    const path = need.find.startsWith("/")
      ? need.find
      : join(/^lib.*\.so/.test(need.find) ? "/usr/lib" : "/usr/bin", need.find);
    return name === undefined ? [] : [`[ "$word" != ${name} ] || busybox touch ${path}`];
  });
  return ["for word; do", ...cases, "done"];
}

/** Makes one in the sandbox: a folder as its root, with this project in it. */
export async function makeOtherSystem(): Promise<OtherSystem> {
  if (process.env["VIRTRAY_SANDBOX"] !== "1") throw new Error("this needs build/sandbox.mjs");
  const root = mkdtempSync("/tmp/other-system-");
  const copy = (from: string, to = from) => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    cpSync(from, join(root, to), { dereference: true });
  };
  chmodSync(root, 0o755);
  const shown = ["/proc", "/dev", projectFolder, cacheFolder()];
  const folders = ["/usr/bin", "/usr/lib", "/bin", ...shown];
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  copy(process.execPath, "/usr/bin/node");
  const { stdout } = await execa("ldd", [process.execPath]);
  for (const [library] of stdout.matchAll(/\/\S+/g)) copy(library);
  for (const name of ["/bin/sh", "/usr/bin/busybox"]) copy("/usr/bin/busybox", name);
  for (const folder of ["usr/bin", "usr/lib"]) chmodSync(join(root, folder), 0o777);
  writeFileSync(join(root, "noted"), "");
  chmodSync(join(root, "noted"), 0o666);
  // Each command has mounts of its own, so that none remains when the folder is removed.
  const moveIn = [
    "#!/bin/sh -eu",
    ...shown.map((folder) => `mount --rbind ${folder} ${root}${folder}`),
    `user=$1; shift; cd ${root}`,
    `exec env -i PATH=/usr/bin TERM=dumb XDG_CACHE_HOME=${dirname(cacheFolder())} \\`,
    `  ${chroot} "--userspec=$user" . /usr/bin/node "$@"`,
    "",
  ].join("\n");
  writeFileSync(`${root}.sh`, moveIn, { mode: 0o755 });
  const words = (as: "root" | "user", args: readonly string[]) => [
    ...["unshare", "--mount", "--propagation", "private", `${root}.sh`],
    ...[as === "root" ? "0:0" : `${uid}:${uid}`, ...args],
  ];
  return {
    putProgram(name, lines) {
      const path = join(root, "usr/bin", name);
      writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
      chmodSync(path, 0o755);
    },
    noted() {
      const lines = readFileSync(join(root, "noted"), "utf8").split("\n").filter(Boolean);
      writeFileSync(join(root, "noted"), "");
      return lines;
    },
    async run(as, ...args) {
      const [program = "", ...rest] = words(as, args);
      const done = await execa(program, rest, { reject: false, all: true, stdin: "ignore" });
      return { exitCode: done.exitCode, told: done.all };
    },
    async onTerminal(answer, ...args) {
      const line = words("user", args).join(" ");
      const running = execa("script", ["-qec", line, "/dev/null"], {
        stdin: "pipe",
        reject: false,
      });
      let seen = "";
      running.stdout.on("data", (text) => {
        seen += String(text);
        if (!seen.includes("[Y/n] ")) return;
        seen = "";
        running.stdin.write(answer);
      });
      const { exitCode, stdout } = await running;
      return { exitCode, told: stdout.replaceAll("\r", "") };
    },
    close: async () => {
      for (const path of [`${root}.sh`, root]) rmSync(path, { recursive: true });
    },
  };
}
