import type { FindingJson } from "../contract/cli.ts";
import { assertNever } from "../contract/errors.ts";
import { describeError } from "../contract/words/words.ts";
import type { Finding, GoodNews } from "../services/doctor.ts";
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

function findingJson(voice: Voice, finding: Finding): FindingJson {
  const { id, level } = finding;
  if (level === "ok") {
    return { id, level, what: newsText(voice.cli, finding.news), why: null, todo: null };
  }
  const { what, todo } = describeError(voice.words, finding.about);
  return { id, level, what, why: finding.about.cause ?? null, todo: todo ?? null };
}

/** `virtray doctor`: exit code 1 if anything keeps machines or LAN from working. */
export function doctorCommand(voice: Voice, findings: readonly Finding[]): number {
  const told = findings.map((finding) => findingJson(voice, finding));
  if (voice.json) sayJson(told);
  else {
    const { levels } = voice.cli.doctor;
    say(
      table(
        told.flatMap(({ level, what, todo }) => [
          [levels[level], what],
          ...(todo === null ? [] : [["", todo]]),
        ]),
      ),
    );
  }
  return told.some(({ level }) => level === "error") ? 1 : 0;
}
