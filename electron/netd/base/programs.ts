import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** The only folders that programs are taken from, whatever PATH holds: the system's own. */
const folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Returns a program's absolute path; null if it is not installed. */
export function findProgram(name: string): string | null {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

export interface Outcome {
  /** null: killed by a signal, or not started at all. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The Debian packages that bring programs which root needs. */
export const packageOf = {
  ip: "iproute2",
  nft: "nftables",
  conntrack: "conntrack",
  iptables: "iptables",
  "iptables-legacy": "iptables",
  ip6tables: "iptables",
  "ip6tables-legacy": "iptables",
} as const;

/** Longer than any of our programs takes on a loaded machine. */
const longestRun = 10_000;

/** Runs a program by absolute path and argv, in an empty environment; never throws. */
export function run(
  path: string,
  args: readonly string[],
  input: string | null = null,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(path, args, {
      env: {},
      cwd: "/",
      stdio: [input === null ? "ignore" : "pipe", "pipe", "pipe"],
      timeout: longestRun,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", (error) => resolve({ code: null, stdout, stderr: String(error) }));
    child.once("close", (code) => resolve({ code, stdout, stderr }));
    // A program that ends before it has read its input is judged by its exit code.
    child.stdin?.on("error", () => {}).end(input);
  });
}
