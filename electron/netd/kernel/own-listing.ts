import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { airlockListing, isAirlocks } from "../../core/firewall/airlock-rules.ts";
import { listings } from "../../core/firewall/nft-ruleset.ts";
import { hasPortRules } from "../../core/firewall/port-rules.ts";
import { findProgram, run } from "../base/programs.ts";

/**
 * Returns how nft lists a ruleset to which no other program has written: it is loaded and listed in
 * a new network namespace. Null if such a namespace cannot be made here.
 */
export async function ownListing(text: string): Promise<string | null> {
  const [unshare, nsenter, cat, nft] = ["unshare", "nsenter", "cat", "nft"].map(findProgram);
  if (unshare == null || nsenter == null || cat == null || nft == null) return null;
  // It ends with our end of the pipe, however we end.
  const holder = spawn(unshare, ["--net", cat], {
    env: {},
    cwd: "/",
    stdio: ["pipe", "pipe", "ignore"],
  });
  try {
    if (!(await echoes(holder))) return null;
    const within = [`--net=/proc/${holder.pid}/ns/net`, nft];
    const loaded = await run(nsenter, [...within, "-f", "-"], text);
    if (loaded.code !== 0) return null;
    const lists = isAirlocks(text)
      ? [airlockListing]
      : listings.slice(0, hasPortRules(text) ? 2 : 1);
    const listed = await Promise.all(lists.map((args) => run(nsenter, [...within, ...args])));
    return listed.every(({ code }) => code === 0)
      ? listed.map(({ stdout }) => stdout).join("")
      : null;
  } finally {
    holder.kill("SIGKILL");
  }
}

/** Waits until `cat` runs in its namespace; false if it ended before. */
function echoes(child: ChildProcessByStdio<Writable, Readable, null>): Promise<boolean> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(false)).once("close", () => resolve(false));
    child.stdout.once("data", () => resolve(true));
    child.stdin.on("error", () => {}).write("\n");
  });
}
