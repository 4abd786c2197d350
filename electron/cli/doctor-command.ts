import type { FindingJson } from "../contract/cli.ts";
import { assertNever } from "../contract/errors.ts";
import { describeError } from "../contract/words/words.ts";
import type { Finding, GoodNews } from "../services/doctor.ts";
import type { Repair } from "../services/repairs.ts";
import { say, sayJson, table, type Voice } from "./output.ts";
import type { CliWords } from "./words.ts";

function newsText({ doctor }: CliWords, news: GoodNews): string {
  switch (news.kind) {
    case "program":
      return doctor.program(news.program, news.version);
    case "kvm":
      return doctor.kvm;
    case "vde":
      return doctor.vde;
    case "tun":
      return doctor.tun;
    case "lan-on":
      return doctor.lanOn;
    case "lan-off":
      return doctor.lanOff;
    case "machines":
      return doctor.machines(news.count);
    case "space":
      return doctor.space(news.freeMiB);
    default:
      return assertNever(news);
  }
}

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
      what: newsText(voice.cli, finding.news),
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
  const { levels, repair: words } = voice.cli.doctor;
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
