import type { FindingJson } from "../contract/cli.ts";
import type { Finding, Repair } from "../contract/doctor.ts";
import { describeError } from "../contract/words/words.ts";
import { say, sayJson, table, type Voice } from "./output.ts";

function findingJson(
  voice: Voice,
  finding: Finding,
  repairs: ReadonlySet<string> = new Set(),
): FindingJson {
  const { id, level } = finding;
  if (level === "ok") {
    return {
      id,
      level,
      what: voice.words.doctor.news(finding.news),
      why: null,
      todo: null,
      repair: null,
    };
  }
  const { what, todo } = describeError(voice.words, finding.about);
  return {
    ...{ id, level, what, why: finding.about.cause ?? null, todo: todo ?? null },
    repair: repairs.has(id) ? id : null,
  };
}

/** What was found, for people. */
function sayFindings(voice: Voice, told: readonly FindingJson[]): void {
  const { levels } = voice.words.doctor;
  const { repair: words } = voice.cli.doctor;
  say(
    table(
      told.flatMap(({ level, what, todo, repair }) => [
        [levels[level], what],
        ...(todo === null ? [] : [["", todo]]),
        ...(repair === null ? [] : [["", words.offer(repair)]]),
      ]),
    ),
  );
}

/** One finding, for people: how it stands after a repair. */
export function sayFinding(voice: Voice, finding: Finding): void {
  sayFindings(voice, [findingJson(voice, finding)]);
}

/** `virtray doctor`: exit code 1 if anything keeps machines or LAN from working. */
export function doctorCommand(
  voice: Voice,
  findings: readonly Finding[],
  repairs: readonly Repair[],
): number {
  const ids = new Set(repairs.map(({ id }) => id));
  const told = findings.map((finding) => findingJson(voice, finding, ids));
  if (voice.json) sayJson(told);
  else sayFindings(voice, told);
  return told.some(({ level }) => level === "error") ? 1 : 0;
}
