import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import type { NetdLogEntry } from "../../contract/lan/netd.ts";

/** Some thousand actions: weeks of ordinary use, in a file that is read at once. */
const largestLog = 512 * 1024;

/** Writes entries to a file of JSON lines in the user's folder; the older half goes when it is full. */
export function createLog(path: string): (entry: Omit<NetdLogEntry, "at">) => void {
  return (entry) => {
    try {
      appendFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`, {
        mode: 0o644,
      });
      if (statSync(path).size > largestLog) shorten(path);
    } catch {
      // A full /run must not keep the LAN from being repaired or switched off.
    }
  };
}

function shorten(path: string): void {
  const lines = readFileSync(path, "utf8").split("\n");
  writeFileSync(`${path}.new`, lines.slice(Math.floor(lines.length / 2)).join("\n"), {
    mode: 0o644,
  });
  renameSync(`${path}.new`, path);
}
