import type { Command } from "commander";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { Storage } from "../../services/compose/storage.ts";
import type { Subcommand } from "../base/subcommand.ts";
import {
  deleteSnapshotCommand,
  listSnapshotsCommand,
  restoreSnapshotCommand,
  takeSnapshotCommand,
  thawCommand,
} from "./snapshot-commands.ts";

/** The tools of these commands; each is made when a command first needs it. */
interface SnapshotTools {
  readonly machines: () => MachinesService;
  readonly storage: () => Promise<Storage>;
}

/** Adds the commands for snapshots. */
export function addSnapshotProgram(
  program: Command,
  command: Subcommand,
  { machines, storage }: SnapshotTools,
): void {
  const snapshots = async () => (await storage()).snapshots;
  const snapshot = program.command("snapshot").description("saved states of a machine");
  command(snapshot, "list <name>", "show a machine’s snapshots", async (voice, [name]) =>
    listSnapshotsCommand(await snapshots(), machines(), voice, name as string),
  );
  command<{ diskOnly?: boolean }>(
    snapshot,
    "take <name> <snapshot>",
    "take a snapshot; of a running machine with its memory",
    async (voice, [name, text], { diskOnly }) =>
      takeSnapshotCommand(await snapshots(), machines(), voice, name as string, {
        snapshot: text as string,
        diskOnly: diskOnly === true,
      }),
  ).option(
    "--disk-only",
    "without the memory: the guest agent holds the file systems still meanwhile",
  );
  command(
    snapshot,
    "thaw <name>",
    "let file systems go on that an interrupted snapshot stopped",
    async (voice, [name]) => thawCommand(await snapshots(), machines(), voice, name as string),
  );
  command<{ diskOnly?: boolean; undo: boolean }>(
    snapshot,
    "restore <name> <snapshot>",
    "return a machine to a snapshot, running or stopped as it was",
    async (voice, [name, text], { diskOnly, undo }) =>
      restoreSnapshotCommand(await snapshots(), machines(), voice, name as string, {
        snapshot: text as string,
        diskOnly: diskOnly === true,
        keepPresent: undo,
      }),
  )
    .option("--disk-only", "without the memory: the machine boots as after a power failure")
    .option(
      "--no-undo",
      "take no automatic snapshot of the current state first, which is then lost",
    );
  command(
    snapshot,
    "delete <name> <snapshot>",
    "delete a snapshot, by its name or ID",
    async (voice, [name, text]) =>
      deleteSnapshotCommand(await snapshots(), machines(), voice, name as string, text as string),
  );
}
