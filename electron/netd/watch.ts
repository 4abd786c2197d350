import { type ChildProcess, spawn } from "node:child_process";
import { findProgram } from "./programs.ts";

/** A program that went away is started again after this long. */
const restartDelay = 1_000;

/**
 * Follows what others do to addresses, routes, rules, flags and firewall, by `ip monitor` and
 * `nft monitor`, and calls back on each event. Gives the function that ends it.
 */
export function watchKernel(changed: () => void): () => void {
  const ends = [
    follow("ip", ["monitor", "link", "address", "route", "rule", "netconf"], changed),
    follow("nft", ["monitor"], changed),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function follow(program: string, args: readonly string[], changed: () => void): () => void {
  let child: ChildProcess | null = null;
  let again: NodeJS.Timeout | null = null;
  let ended = false;

  function start(): void {
    const path = findProgram(program);
    // It must not outlive us, however we end.
    const guard = findProgram("setpriv");
    if (path === null) return;
    const argv = guard === null ? [path] : [guard, "--pdeathsig", "KILL", path];
    child = spawn(argv[0] ?? path, [...argv.slice(1), ...args], {
      env: {},
      cwd: "/",
      stdio: ["ignore", "pipe", "ignore"],
    });
    child.stdout?.on("data", changed);
    child.once("error", () => {});
    child.once("close", () => {
      if (ended) return;
      // Events may have been missed.
      changed();
      again = setTimeout(start, restartDelay);
    });
  }

  start();
  return () => {
    ended = true;
    if (again !== null) clearTimeout(again);
    child?.kill();
  };
}
