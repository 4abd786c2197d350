import { Argument, type Command } from "commander";
import { appError } from "../../contract/errors/app-error.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { Storage } from "../../services/compose/storage.ts";
import { addHardwareOptions } from "../base/hardware-options.ts";
import { number } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { UsageFault } from "../base/usage-fault.ts";
import {
  addDiskCommand,
  growDiskCommand,
  type InstallOptions,
  installCommand,
  listDisksCommand,
  removeDiskCommand,
  setCommand,
  trimCommand,
} from "./commands.ts";

/** The tools of these commands; each is made when a command first needs it. */
interface DiskTools {
  readonly machines: () => MachinesService;
  readonly storage: () => Promise<Storage>;
}

/** Adds the commands for a machine's hardware and disks. */
export function addDiskProgram(
  program: Command,
  command: Subcommand,
  { machines, storage }: DiskTools,
): void {
  const changes = async () => (await storage()).changes;
  const set = command(
    program,
    "set <name>",
    "change the hardware or address of a stopped machine; the CD also of a running one",
    async (voice, [name], options) =>
      setCommand(await changes(), machines(), voice, name as string, options),
  );
  addHardwareOptions(set, "set");
  const install = command<InstallOptions>(
    program,
    "install <name>",
    "create a machine with an empty disk that boots from a CD",
    async (voice, [name], options) =>
      installCommand(await changes(), machines(), voice, name as string, options),
  )
    .requiredOption("--cdrom <file>", "image of the CD (ISO)")
    .option("--disk <size>", "size of the disk, such as 40G", "20G");
  addHardwareOptions(install, "new");

  const disk = program.command("disk").description("the disks of machines");
  command(disk, "list <name>", "show a machine’s disks", async (voice, [name]) =>
    listDisksCommand(await changes(), machines(), voice, name as string),
  );
  command<{ disk: number }>(
    disk,
    "grow <name> <size>",
    "enlarge a disk, also while the machine is running",
    async (voice, [name, size], options) =>
      growDiskCommand(await changes(), machines(), voice, name as string, {
        size: size as string,
        place: options.disk,
      }),
  ).option("--disk <n>", "number of the disk, as “disk list” shows it", number, 0);
  command(
    disk,
    "trim <name>",
    "free the space of files that were deleted in a running machine",
    async (voice, [name]) => trimCommand(await changes(), machines(), voice, name as string),
  );
  command<{ size?: string; file?: string }>(
    disk,
    "add <name>",
    "give a stopped machine an additional disk",
    async (voice, [name], options) => {
      if ((options.size === undefined) === (options.file === undefined)) {
        throw new UsageFault(appError("options-one-of", { options: "--size, --file" }));
      }
      return addDiskCommand(await changes(), machines(), voice, name as string, options);
    },
  )
    .option("--size <size>", "create an empty disk of this size, such as 10G")
    .option("--file <file>", "use this qcow2 or raw image");
  command(
    disk,
    "remove <name>",
    "remove an additional disk from a stopped machine; the file is kept",
    async (voice, [name, place]) =>
      removeDiskCommand(await changes(), machines(), voice, name as string, place as number),
  ).addArgument(
    new Argument("<n>", "number of the disk, as “disk list” shows it").argParser(number),
  );
}
