import type { Command } from "commander";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { Storage } from "../../services/compose/storage.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { addDeviceProgram } from "../machine/device-program.ts";
import { addDiskProgram } from "./program.ts";
import {
  cloneCommand,
  emptyTrashCommand,
  exportCommand,
  listTrashCommand,
  renameCommand,
  restoreCommand,
} from "./storage-commands.ts";

/** The tools of these commands; each is made when a command first needs it. */
interface StorageTools {
  readonly machines: () => MachinesService;
  readonly storage: () => Promise<Storage>;
}

/** Adds the commands that change, copy and bring back machines. */
export function addStorageProgram(
  program: Command,
  command: Subcommand,
  { machines, storage }: StorageTools,
): void {
  command(
    program,
    "rename <old> <new>",
    "give a machine another name",
    async (voice, [old, name]) =>
      renameCommand((await storage()).changes, machines(), voice, old as string, name as string),
  );
  command(
    program,
    "clone <name> <new>",
    "copy a stopped machine; the copy has its own address and identity",
    async (voice, [name, copy]) =>
      cloneCommand((await storage()).changes, machines(), voice, name as string, copy as string),
  );
  command<{ to: string; libvirt?: boolean; force?: boolean }>(
    program,
    "export <name>",
    "write the disk of a stopped machine to an independent image",
    async (voice, [name], { to, libvirt = false, force = false }) =>
      exportCommand((await storage()).changes, machines(), voice, name as string, {
        file: to,
        libvirt,
        ...(force ? { replace: "all" } : {}),
      }),
  )
    .requiredOption(
      "--to <file>",
      "the new qcow2 image; additional disks go to FILE-disk2 and so on",
    )
    .option("--libvirt", "also write a definition for “virsh define”")
    .option("--force", "replace existing files");
  addDiskProgram(program, command, { machines, storage });
  addDeviceProgram(program, command, async () => (await storage()).devices());
  const trash = program.command("trash").description("deleted machines, kept for seven days");
  command(trash, "list", "show what was deleted", async (voice) =>
    listTrashCommand((await storage()).trash, voice),
  );
  command<{ as?: string }>(
    trash,
    "restore <name>",
    "restore a deleted machine, by its name or ID",
    async (voice, [name], { as }) =>
      restoreCommand((await storage()).trash, machines(), voice, name as string, as),
  ).option("--as <name>", "restore the machine under another name");
  command(
    trash,
    "empty [name...]",
    "delete these or all machines for good; existing disks that were added to them are kept",
    async (voice, [names]) =>
      emptyTrashCommand((await storage()).trash, voice, names as readonly string[]),
  );
}
