import type { FindingJson } from "../../contract/app/cli-care.ts";
import type { Finding, Repair } from "../../contract/doctor/doctor.ts";
import { describeTypedError } from "../../contract/words/words.ts";
import { say, sayJson, table, type Voice } from "../base/output.ts";

function findingJson(voice: Voice, finding: Finding, repairs: readonly Repair[] = []): FindingJson {
  const { id, level } = finding;
  if (level === "ok") {
    return {
      id,
      level,
      what: voice.words.doctor.news(finding.news),
      why: null,
      todo: null,
      repair: null,
      repairs: [],
    };
  }
  const { about } = finding;
  const { what, todo } = describeTypedError(voice.words, about);
  const ids = repairs.filter((repair) => repair.finding === id).map((repair) => repair.id);
  return {
    ...{ id, level, what, why: about.cause ?? null, todo: todo ?? null },
    repair: ids[0] ?? null,
    repairs: ids,
  };
}

/** Formats the findings for people. */
function sayFindings(voice: Voice, told: readonly FindingJson[]): void {
  const { levels } = voice.words.doctor;
  const { repair: words } = voice.cli.doctor;
  say(
    table(
      told.flatMap(({ level, what, todo, repairs }) => [
        [levels[level], what],
        ...(todo === null ? [] : [["", todo]]),
        ...repairs.map((repair) => ["", words.offer(repair)]),
      ]),
    ),
  );
}

/** Formats one finding for people, as it stands after a repair. */
export function sayFinding(voice: Voice, finding: Finding): void {
  sayFindings(voice, [findingJson(voice, finding)]);
}

/** `virtray doctor`: exit code 1 if anything keeps machines or LAN from working. */
export function doctorCommand(
  voice: Voice,
  findings: readonly Finding[],
  repairs: readonly Repair[],
): number {
  const told = findings.map((finding) => findingJson(voice, finding, repairs));
  if (voice.json) sayJson(told);
  else sayFindings(voice, told);
  return told.some(({ level }) => level === "error") ? 1 : 0;
}
