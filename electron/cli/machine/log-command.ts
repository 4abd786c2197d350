import type { RootLogJson } from "../../contract/app/cli-care.ts";
import type { NetworkService } from "../../services/base/interfaces.ts";
import { say, sayJson, table, type Voice } from "../base/output.ts";

/** `virtray doctor --log`: prints the actions of root, oldest first. */
export async function logCommand(network: NetworkService, voice: Voice): Promise<number> {
  const entries = await network.log();
  if (voice.json) {
    sayJson(entries satisfies readonly RootLogJson[]);
    return 0;
  }
  const { columns, logEmpty } = voice.words.ui.network;
  if (entries.length === 0) {
    say(logEmpty);
    return 0;
  }
  const head = [columns.time, columns.cause, columns.outcome, columns.command];
  say(
    table([
      head.map((title) => title.toUpperCase()),
      // The text of a rule has several lines.
      ...entries.map(({ at, cause, argv, outcome }) => [
        voice.words.ui.unit.stamp(Date.parse(at)),
        cause,
        outcome.replace(/\s+/g, " "),
        argv.join(" ").replace(/\s+/g, " "),
      ]),
    ]),
  );
  return 0;
}
