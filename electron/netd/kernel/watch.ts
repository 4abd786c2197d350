import { airlockTable } from "../../core/firewall/airlock-rules.ts";
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
    follow("nft", ["monitor"], changed, (output) => !isLearning(output)),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Returns whether nft tells only of addresses that dnsmasq has learned for an airlock. */
function isLearning(output: string): boolean {
  const expected = [`add element inet ${airlockTable} `, "# new generation "];
  return output
    .split("\n")
    .every((line) => line === "" || expected.some((start) => line.startsWith(start)));
}

function follow(
  program: string,
  args: readonly string[],
  changed: () => void,
  isEvent?: (output: string) => boolean,
): () => void {
  const argv = () => {
    const path = findProgram(program);
    if (path === null) return null;
    // The program must not outlive netd, however netd ends.
    const guard = findProgram("setpriv");
    return [...(guard === null ? [] : [guard, "--pdeathsig", "KILL"]), path, ...args];
  };
  const options = { env: {}, cwd: "/" };
  return followProgram(
    { argv, options, restartMs, ...(isEvent === undefined ? {} : { isEvent }) },
    changed,
  );
}
