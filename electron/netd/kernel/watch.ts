import { followProgram } from "../../system/follow-program.ts";
import { findProgram } from "../base/programs.ts";

/** The pause before a program that ended is started again. */
const restartMs = 1_000;

/**
 * Follows changes of other programs to addresses, routes, rules, flags and firewall, by `ip
 * monitor` and `nft monitor`, and calls back on each event. Returns the function that ends it.
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
  const argv = () => {
    const path = findProgram(program);
    if (path === null) return null;
    // The program must not outlive netd, however netd ends.
    const guard = findProgram("setpriv");
    return [...(guard === null ? [] : [guard, "--pdeathsig", "KILL"]), path, ...args];
  };
  return followProgram({ argv, options: { env: {}, cwd: "/" }, restartMs }, changed);
}
