import type { Command } from "commander";
import { Option } from "commander";
import { fromHere } from "../../adapters/process/this-user.ts";
import type { ShareJson } from "../../contract/app/cli.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import { isShareKept, type ShareWay, shareWaySchema } from "../../contract/machine/share.ts";
import { typedErrorLine } from "../../contract/words/words.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { errorJson, finish, note, say, sayJson, table, type Voice } from "../base/output.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { findByName } from "./commands.ts";

function tell(voice: Voice, machines: readonly MachineView[]): void {
  const { columns, none, readOnlyShort, state } = voice.words.shares;
  const shares = machines.flatMap(({ id, name, shares = [] }) =>
    shares.map((share) => ({ machine: name, id, ...share })),
  );
  if (voice.json) {
    sayJson(
      shares.map(({ problem, ...each }): ShareJson => {
        return { ...each, problem: problem === null ? null : errorJson(voice, problem) };
      }),
    );
  } else if (shares.length === 0) say(none);
  else {
    say(
      table([
        [columns.machine, columns.folder, columns.there, columns.way, columns.state],
        ...shares.map((each) => [
          each.machine,
          each.folder,
          each.readOnly ? `${each.guestFolder} (${readOnlyShort})` : each.guestFolder,
          each.way ?? "-",
          state[each.state],
        ]),
      ]),
    );
    for (const { problem } of shares) {
      if (problem !== null) say(typedErrorLine(voice.words, problem));
    }
  }
}

/** `virtray share list [NAME]` */
async function listCommand(
  machines: MachinesService,
  voice: Voice,
  name: string | undefined,
): Promise<number> {
  const one = name === undefined ? null : await findByName(machines, name);
  if (one !== null && !one.ok) return finish(voice, one, () => {});
  tell(voice, one === null ? (await machines.list()).machines : [one.value]);
  return 0;
}

/** Changes the shares of a machine, then prints them. */
async function changeCommand(
  machines: MachinesService,
  voice: Voice,
  name: string,
  change: (id: string) => Promise<Result<void>>,
): Promise<number> {
  const found = await findByName(machines, name);
  const changed = found.ok ? await change(found.value.id) : found;
  const now = changed.ok ? await findByName(machines, name) : changed;
  return finish(voice, now.ok ? ok([now.value]) : now, (shown) => tell(voice, shown));
}

interface AddOptions {
  readonly readOnly?: true;
  readonly by?: ShareWay;
  readonly yesReally?: true;
}

/** `virtray share add NAME FOLDER PATH` */
function addCommand(
  machines: MachinesService,
  voice: Voice,
  name: string,
  folder: string,
  guestFolder: string,
  { readOnly, by, yesReally }: AddOptions,
): Promise<number> {
  return changeCommand(machines, voice, name, async (id) => {
    const added = await machines.addShare(id, {
      ...{ folder: fromHere(folder), guestFolder },
      ...(readOnly === true ? { readOnly } : {}),
      ...(by === undefined ? {} : { way: by }),
      ...(yesReally === true ? { yesReally } : {}),
    });
    if (!added.ok && isShareKept(added.error) && !voice.json) note(voice.words.shares.kept);
    return added;
  });
}

/** Adds the commands for folders of this computer inside machines. */
export function addShareProgram(
  program: Command,
  command: Subcommand,
  tools: { readonly machines: () => MachinesService },
): void {
  const share = program
    .command("share")
    .description("folders of this computer that machines read and write");
  command(share, "list [name]", "show shared folders", (voice, [name]) =>
    listCommand(tools.machines(), voice, name as string | undefined),
  );
  command<AddOptions>(
    share,
    "add <name> <folder> <path>",
    "share a folder with a machine, now and after each start",
    (voice, [name, folder, path], options) =>
      addCommand(
        tools.machines(),
        voice,
        ...([name, folder, path] as [string, string, string]),
        options,
      ),
  )
    .option("--read-only", "the machine cannot change the folder")
    .addOption(
      new Option("--by <way>", "the only way to take (default: virtiofs, else sshfs)").choices(
        shareWaySchema.options,
      ),
    )
    .option("--yes-really", "also for the home folder, SSH keys and the like");
  command(share, "remove <name> <path>", "remove a shared folder", (voice, [name, path]) =>
    changeCommand(tools.machines(), voice, name as string, (id) =>
      tools.machines().removeShare(id, path as string),
    ),
  );
  command(
    share,
    "repair <name>",
    "mount shared folders again that are not mounted as they should be",
    (voice, [name]) =>
      changeCommand(tools.machines(), voice, name as string, (id) =>
        tools.machines().repairShares(id),
      ),
  );
}
