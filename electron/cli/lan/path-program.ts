import type { Command } from "commander";
import type { PathHopJson, PathJson } from "../../contract/app/cli-care.ts";
import { assertNever, type Result } from "../../contract/errors/app-error.ts";
import type { PathHop, PathRepair, PathReport } from "../../contract/path-check/verdict.ts";
import { describeHop, pathSummary } from "../../contract/words/path.ts";
import { typedErrorLine } from "../../contract/words/words.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { errorJson, finish, say, sayJson, table, type Voice } from "../base/output.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { findByName } from "../machine/commands.ts";

/** The tools of the path check. */
export interface PathTools {
  readonly machines: () => MachinesService;
  readonly checkPath: (id: string) => Promise<Result<PathReport>>;
}

/** The command that repairs a hop. */
function repairLine(repair: PathRepair, name: string): string {
  switch (repair.do) {
    case "start-machine":
      return `virtray start ${name}`;
    case "plug-cable":
      return `virtray cable plug ${name}`;
    case "lan-up":
      return "virtray lan up";
    case "lan-renew":
      return "virtray lan down && virtray lan up";
    case "doctor":
      return `virtray doctor --repair ${repair.id}`;
    default:
      return assertNever(repair);
  }
}

function hopJson(voice: Voice, hop: PathHop, name: string): PathHopJson {
  const { what, todo } = describeHop(voice.words, hop);
  return {
    id: hop.id,
    verdict: hop.verdict,
    code: hop.finding.code,
    what,
    todo: todo ?? null,
    repair: hop.repair === null ? null : repairLine(hop.repair, name),
  };
}

/**
 * Writes the forwards that lead to the machine: they are not on its path out, so they cannot break
 * it.
 */
function tellForwards(voice: Voice, { forwards }: PathReport): void {
  const { checked, state, waiting } = voice.words.forwards;
  for (const { hostPort, protocol, state: is, problem } of forwards) {
    const why =
      problem === null
        ? is === "waiting"
          ? waiting
          : checked
        : typedErrorLine(voice.words, problem);
    say(`localhost:${hostPort} (${protocol.toUpperCase()}): ${state[is]}. ${why}`);
  }
}

function tell(voice: Voice, report: PathReport): void {
  const { name, address, culprit } = report;
  const told = report.hops.map((hop) => hopJson(voice, hop, name));
  if (voice.json) {
    const forwards = report.forwards.map(({ problem, ...each }) => ({
      ...each,
      problem: problem === null ? null : errorJson(voice, problem),
    }));
    sayJson({ name, address, culprit, hops: told, forwards } satisfies PathJson);
    return;
  }
  const { path } = voice.words;
  say(table(told.map((hop) => [path.verdicts[hop.verdict], path.hops[hop.id], hop.what])));
  say(["", pathSummary(voice.words, report)]);
  tellForwards(voice, report);
  const broken = told.find((hop) => hop.id === culprit);
  if (broken === undefined) return;
  say(broken.what);
  if (broken.todo !== null) say(broken.todo);
  if (broken.repair !== null) say(`${path.offer} ${broken.repair}`);
}

/** `virtray doctor path NAME`: exit code 1 if a hop is broken. */
async function pathCommand(tools: PathTools, voice: Voice, name: string): Promise<number> {
  const found = await findByName(tools.machines(), name);
  const report = found.ok ? await tools.checkPath(found.value.id) : found;
  const exitCode = finish(voice, report, (value) => tell(voice, value));
  return report.ok && report.value.culprit !== null ? 1 : exitCode;
}

/** Adds the path check below `doctor`. */
export function addPathProgram(doctor: Command, command: Subcommand, tools: PathTools): void {
  command(
    doctor,
    "path <name>",
    "check the connection of a machine, hop by hop, and show where the problem is",
    (voice, [name]) => pathCommand(tools, voice, name as string),
  );
}
