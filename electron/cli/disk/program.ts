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
    "change the hardware or address of a stopped machine; its CD also while it runs",
    async (voice, [name], options) =>
      setCommand(await changes(), machines(), voice, name as string, options),
  );
  addHardwareOptions(set, "set");
  const install = command<InstallOptions>(
    program,
    "install <name>",
    "make a machine with an empty disk that boots from a CD",
    async (voice, [name], options) =>
      installCommand(await changes(), machines(), voice, name as string, options),
  )
    .requiredOption("--cdrom <file>", "the CD’s image (ISO)")
    .option("--disk <size>", "size of its disk, such as 40G", "20G");
  addHardwareOptions(install, "new");

  const disk = program.command("disk").description("the disks of machines");
  command(disk, "list <name>", "show a machine’s disks", async (voice, [name]) =>
    listDisksCommand(await changes(), machines(), voice, name as string),
  );
  command<{ disk: number }>(
    disk,
    "grow <name> <size>",
    "make a disk larger, also while the machine runs",
    async (voice, [name, size], options) =>
      growDiskCommand(await changes(), machines(), voice, name as string, {
        size: size as string,
        place: options.disk,
      }),
  ).option("--disk <n>", "which one", number, 0);
  command<{ size?: string; file?: string }>(
    disk,
    "add <name>",
    "give a stopped machine a further disk",
    async (voice, [name], options) => {
      if ((options.size === undefined) === (options.file === undefined)) {
        throw new UsageFault(appError("options-one-of", { options: "--size, --file" }));
      }
      return addDiskCommand(await changes(), machines(), voice, name as string, options);
    },
  )
    .option("--size <size>", "a new empty one, such as 10G")
    .option("--file <file>", "an image that exists: qcow2 or raw");
  command(
    disk,
    "remove <name>",
    "take a further disk away from a stopped machine; its file stays",
    async (voice, [name, place]) =>
      removeDiskCommand(await changes(), machines(), voice, name as string, place as number),
  ).addArgument(new Argument("<n>", "which one, as “disk list” numbers them").argParser(number));
}
