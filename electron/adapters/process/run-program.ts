import { type AppError, appError, type Result } from "../../contract/errors/app-error.ts";
import { notFound, outliving } from "./close-inherited-files.ts";

/** The output of a program. */
export interface ProgramOutput {
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Fed to the program's standard input; without it, the input is closed. */
  readonly input?: string;
  /** Milliseconds after which the program is ended; 10 s by default, 0 for never. */
  readonly timeout?: number;
  /** Told each piece of standard output as it comes, for programs that report progress. */
  readonly onOutput?: (text: string) => void;
  readonly signal?: AbortSignal;
  /**
   * Another program that runs it: its words come before the path of the program itself, and the
   * open files are its own from 3 on. Errors name the program that is wanted.
   */
  readonly within?: {
    readonly program: string;
    readonly words: readonly string[];
    readonly files: readonly number[];
  };
  /** The program leaves a daemon behind, which must not hold files of ours. */
  readonly leavesDaemon?: boolean;
}

/** Debian's package for each program that we run, so that a missing one can be named. */
export const packageOf: Readonly<Record<string, string>> = {
  ip: "iproute2",
  ss: "iproute2",
  conntrack: "conntrack",
  dnsmasq: "dnsmasq-base",
  nft: "nftables",
  "qemu-img": "qemu-utils",
  "qemu-io": "qemu-utils",
  "qemu-system-x86_64": "qemu-system-x86",
  vde_switch: "vde2",
  vde_plug: "vde2",
  unshare: "util-linux",
  setpriv: "util-linux",
  script: "bsdutils",
  ssh: "openssh-client",
  "ssh-keygen": "openssh-client",
  gzip: "gzip",
  bzip2: "bzip2",
  xz: "xz-utils",
  zstd: "zstd",
};

/**
 * Runs a program by argv, without a shell and in the C locale (its messages are parsed), and
 * gives what it wrote. A program that is missing, fails, is killed or takes too long is an
 * error with argv, exit code and stderr as its cause.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Result<ProgramOutput>> {
  // Loaded when first needed: it takes longer to load than most commands take to run.
  const { execa } = await import("execa");
  const { within } = options;
  const [file, words] =
    within !== undefined
      ? [within.program, [...within.words, ...args]]
      : options.leavesDaemon === true
        ? outliving(program, args)
        : [program, args];
  const input = options.input === undefined ? "ignore" : "pipe";
  const running = execa(file, words, {
    reject: false,
    // Any open file will do, though execa's types know the first few numbers alone.
    stdio: [input, "pipe", "pipe", ...((within?.files ?? []) as readonly 3[])],
    ...(options.input === undefined ? {} : { input: options.input }),
    timeout: options.timeout ?? 10_000,
    // A session of its own: sudo and the like may have children that do not notice its end, so all are
    // ended as one group; and none of them has our terminal.
    detached: within !== undefined,
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    env: { LC_ALL: "C" },
    stripFinalNewline: false,
  });
  const { pid } = running;
  if (within !== undefined && pid !== undefined) {
    options.signal?.addEventListener("abort", () => endGroup(pid), { once: true });
    if (options.signal?.aborted === true) endGroup(pid);
  }
  const { onOutput } = options;
  if (onOutput !== undefined) {
    running.stdout?.on("data", (chunk: Uint8Array) => onOutput(new TextDecoder().decode(chunk)));
  }
  const result = await running;
  if (!result.failed) {
    return { ok: true, value: { stdout: result.stdout, stderr: result.stderr } };
  }
  return { ok: false, error: explain(program, args, result) };
}

/** Ends all processes of a group at once, unless all are gone. */
function endGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // All have ended.
  }
}

interface Failure {
  readonly code?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly isCanceled: boolean;
  readonly timedOut: boolean;
  readonly signal?: string | undefined;
  readonly stderr: string;
  readonly shortMessage?: string | undefined;
}

function explain(program: string, args: readonly string[], failure: Failure): AppError {
  const cause = `${[program, ...args].join(" ")}\nexit ${failure.exitCode ?? failure.signal ?? failure.code ?? "?"}\n${failure.stderr}`;
  if (failure.code === "ENOENT" || failure.exitCode === notFound) {
    return appError("program-missing", { program, package: packageOf[program] ?? program }, cause);
  }
  if (failure.isCanceled) return appError("cancelled", {}, cause);
  const lastLine = failure.stderr.trim().split("\n").at(-1) ?? "";
  const detail = failure.timedOut
    ? "not-in-time"
    : lastLine || failure.shortMessage || "no-message";
  return appError("program-failed", { program, detail }, cause);
}
