import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readSync } from "node:fs";
import { resolve } from "node:path";

/** The accesses that a traced process may make. */
export interface Allowance {
  /** The files, and folders with their content, that no call may name. */
  readonly forbidden: readonly string[];
  /** The only TCP port that our own program may connect to; null if none. */
  readonly port: number | null;
}

/**
 * The paths that other programs need: their libraries, the kernel's files. Any other path that they
 * name must be among their arguments.
 */
const system =
  /^\/(?:usr|lib|lib64|bin|sbin|sys)(?:\/|$)|^\/proc\/(?:self|\d+|sys|stat|meminfo|cpuinfo|filesystems|mounts)(?:\/|$)|^\/etc\/(?:ld\.so\.(?:cache|preload)|gnutls\/|pkcs11|crypto-policies|ssl\/|localtime$|selinux)|^\/dev\/(?:null|zero|u?random|full|tty|shm)$|^\/$|^\/\*std(?:in|out)\*\\$/;

/** The system calls that name a file. */
const fileCall =
  /^(?:open|openat|openat2|creat|truncate|rename|renameat2?|link|linkat|symlink|symlinkat|unlink|unlinkat|mkdir|mkdirat|mknod|mknodat|stat|lstat|newfstatat|statx|access|faccessat2?|readlink|readlinkat|chmod|fchmodat|chown|fchownat|utimensat|statfs|getxattr|lgetxattr)\(/;

/** A started program with its arguments. */
const execCall = /^execve\("([^"]*)", (\[.*?\])(?:, 0x|, \[)/;

/**
 * Finds the forbidden calls in strace's output about a group of processes, and describes them.
 * Node, shells and bubblewrap are our own; the programs that they run may name system files and their arguments.
 */
export function judgeTrace(trace: string, { forbidden, port }: Allowance): readonly string[] {
  const calls = trace.split("\n").map((line) => {
    const [, pid = "", call = ""] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid, call };
  });
  const programOf = programsIn(calls);
  const told = calls.flatMap(({ call }) => {
    const args = execCall.exec(call)?.[2];
    return args === undefined ? [] : [unescaped(args).replaceAll("\\", "")];
  });
  const isForbidden = (path: string) =>
    forbidden.some((each) => path === each || path.startsWith(`${each}/`));
  const breaches: string[] = [];
  for (const { pid, call } of calls) {
    const program = programOf(pid);
    const isForeign = program !== null && !/\/(?:node|bash|sh|dash|bwrap)$/.test(program);
    const say = (what: string) =>
      breaches.push(`${program ?? "our own program"} ${what}: ${call.slice(0, 300)}`);
    if (fileCall.test(call)) {
      for (const path of pathsOf(call)) {
        if (isForbidden(path)) say("names what is forbidden");
        else if (isForeign && !system.test(path) && !told.some((args) => names(args, path))) {
          say("names what it was not told");
        }
      }
    } else if (/^socket\(AF_INET6?\b/.test(call)) {
      if (isForeign) say("makes a socket");
    } else if (call.startsWith("connect(") && !call.includes("AF_NETLINK")) {
      const isOwn = port !== null && call.includes(`htons(${port})`);
      if (isForeign || !isOwn) say("connects");
    }
  }
  return [...new Set(breaches)];
}

/** Returns the program that a process, or its nearest ancestor, has executed; null for our own. */
function programsIn(
  calls: readonly { readonly pid: string; readonly call: string }[],
): (pid: string) => string | null {
  const became = new Map<string, string>();
  const parents = new Map<string, string>();
  for (const { pid, call } of calls) {
    const program = execCall.exec(call)?.[1];
    if (program !== undefined) became.set(pid, program);
    const child = /^(?:<\.\.\. )?(?:clone3?|v?fork)\b.* = (\d+)$/.exec(call)?.[1];
    if (child !== undefined) parents.set(child, pid);
  }
  const programOf = (pid: string): string | null => {
    const parent = parents.get(pid);
    return became.get(pid) ?? (parent === undefined ? null : programOf(parent));
  };
  return programOf;
}

/** Tells whether arguments contain a path as a whole, not as the beginning of another one. */
function names(args: string, path: string): boolean {
  return args.includes(`"${path}"`);
}

/** Returns the paths that a call names, absolute. */
function pathsOf(call: string): readonly string[] {
  const found: string[] = [];
  const quoted = /(?:(AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g;
  for (const [, , folder, name = ""] of call.matchAll(quoted)) {
    if (name !== "") found.push(resolve(unescaped(folder ?? "/"), unescaped(name)));
  }
  return found;
}

/** Decodes a string of strace's output (octal and C escapes). */
function unescaped(text: string): string {
  return text.replace(/\\(?:([0-7]{1,3})|(.))/g, (_all, octal?: string, letter = "") =>
    octal === undefined ? letter : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** A traced program with all its descendants. */
export interface Traced {
  readonly child: ChildProcess;
  /** Returns the log's new text since the last call. */
  read(): string;
}

/** Starts a program under strace, which writes to `log`; the program's errors go to `errors`. */
export function startTraced(
  log: string,
  command: readonly string[],
  errors: "inherit" | "ignore" = "inherit",
): Traced {
  const child = spawn(
    "strace",
    [
      ...["-f", "--seccomp-bpf", "-qq", "-y", "-s", "65536"],
      ...[
        "-e",
        "trace=%file,socket,connect,clone,clone3,fork,vfork",
        "-e",
        "signal=none",
        "-o",
        log,
        "--",
        ...command,
      ],
    ],
    { stdio: ["pipe", "pipe", errors] },
  );
  let at = 0;
  return {
    child,
    read() {
      const file = openSync(log, "r");
      const pieces: Buffer[] = [];
      const buffer = Buffer.alloc(256 * 1024);
      for (;;) {
        const length = readSync(file, buffer, 0, buffer.length, at);
        if (length === 0) break;
        at += length;
        pieces.push(Buffer.from(buffer.subarray(0, length)));
      }
      closeSync(file);
      return Buffer.concat(pieces).toString("latin1");
    },
  };
}
