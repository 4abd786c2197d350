import { readdirSync, readFileSync } from "node:fs";

/** A living process that belongs to an instance. */
export interface OwnProcess {
  readonly pid: number;
  readonly args: readonly string[];
  readonly kind: "qemu" | "switch" | "netd" | "supervisor" | "other";
}

/**
 * Lists the processes of an instance: those with its folder in arguments or environment, and netd,
 * which root starts with an environment of its own (the sandbox has only one).
 */
export function processesOf(folder: string): readonly OwnProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const args = read(`/proc/${name}/cmdline`).split("\0");
      const kind = kindOf(args);
      const ours =
        kind === "netd" ||
        args.some((word) => word.includes(folder)) ||
        read(`/proc/${name}/environ`).includes(folder);
      // A zombie has no arguments left.
      return ours && args[0] !== "" ? [{ pid: Number(name), args, kind }] : [];
    });
}

function kindOf(args: readonly string[]): OwnProcess["kind"] {
  const program = args[0]?.split("/").at(-1) ?? "";
  if (program.startsWith("qemu-system-")) return "qemu";
  if (program === "vde_switch") return "switch";
  if (args.some((word) => word.endsWith("/netd.js"))) return "netd";
  return args.some((word) => word.endsWith("/supervisor.js")) ? "supervisor" : "other";
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Returns the call of the kernel in which a process's first thread waits, as root is told it. */
export function whereItWaits(pid: number): string {
  const [call = "?"] = read(`/proc/${pid}/syscall`).split(" ");
  return `${read(`/proc/${pid}/wchan`)} (call ${call})`;
}

/** Sends a signal; ignores an ended process. */
export function signal(pid: number, name: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void {
  try {
    process.kill(pid, name);
  } catch {}
}
