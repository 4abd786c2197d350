import type { PathFinding, PathHop, PathReport } from "../path-check/verdict.ts";
import type { Words } from "./en/english.ts";
import type { PathSentence } from "./en/path.ts";

/** Describes the finding at a hop in the words of a language. */
export function describeHop(words: Words, hop: PathHop): PathSentence {
  // The compiler knows that each code has its own function, but not that both sides agree.
  const write = words.path.findings[hop.finding.code] as (
    params: PathFinding["params"],
  ) => PathSentence;
  return write(hop.finding.params);
}

/** Returns the whole report in one sentence. */
export function pathSummary({ path }: Words, report: PathReport): string {
  if (report.culprit !== null) return path.culprit(path.hops[report.culprit]);
  if (report.hops.some((hop) => hop.verdict === "unknown")) return path.noneFound;
  return report.hops.some((hop) => hop.finding.code === "isolated-by-choice")
    ? path.lanWell(report.name)
    : path.allWell(report.name);
}
