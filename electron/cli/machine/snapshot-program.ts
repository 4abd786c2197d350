import type { Command } from "commander";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { Storage } from "../../services/compose/storage.ts";
import type { Subcommand } from "../base/subcommand.ts";
import {
  deleteSnapshotCommand,
  listSnapshotsCommand,
  restoreSnapshotCommand,
  takeSnapshotCommand,
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
  const snapshot = program.command("snapshot").description("moments of a machine to go back to");
  command(snapshot, "list <name>", "show a machine’s snapshots", async (voice, [name]) =>
    listSnapshotsCommand(await snapshots(), machines(), voice, name as string),
  );
  command(
    snapshot,
    "take <name> <snapshot>",
    "take one; of a running machine with its memory",
    async (voice, [name, text]) =>
      takeSnapshotCommand(await snapshots(), machines(), voice, name as string, text as string),
  );
  command<{ diskOnly?: boolean; undo: boolean }>(
    snapshot,
    "restore <name> <snapshot>",
    "take a machine back, running or stopped as it was then",
    async (voice, [name, text], { diskOnly, undo }) =>
      restoreSnapshotCommand(await snapshots(), machines(), voice, name as string, {
        snapshot: text as string,
        diskOnly: diskOnly === true,
        keepPresent: undo,
      }),
  )
    .option("--disk-only", "without the memory: it boots as after a loss of power")
    .option("--no-undo", "lose the present state: take no automatic snapshot of it before");
  command(
    snapshot,
    "delete <name> <snapshot>",
    "delete a snapshot, by its name or id",
    async (voice, [name, text]) =>
      deleteSnapshotCommand(await snapshots(), machines(), voice, name as string, text as string),
  );
}
