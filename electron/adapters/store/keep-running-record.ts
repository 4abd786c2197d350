import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Records beside its definition that a machine should run, so that it outlasts a reboot: from its
 * start until a person stops it or its guest powers down, but not when the computer does.
 */
const markName = "wanted";

/**
 * Notes that a machine is wanted to run. It is not synced to the disk, so that a start does not
 * wait for that: a loss of power within the next seconds costs a start by hand.
 */
export async function noteWanted(machinesFolder: string, id: string): Promise<void> {
  await writeFile(join(machinesFolder, id, markName), "", { mode: 0o600 }).catch(() => {});
}

/** Records that the machine should not run any more. */
export async function forgetWanted(machinesFolder: string, id: string): Promise<void> {
  await rm(join(machinesFolder, id, markName), { force: true }).catch(() => {});
}

/** Returns the IDs of all machines that are wanted to run. */
export async function readWanted(machinesFolder: string): Promise<ReadonlySet<string>> {
  const ids = await readdir(machinesFolder).catch(() => []);
  const marked = await Promise.all(
    ids.map((id) =>
      stat(join(machinesFolder, id, markName)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return new Set(ids.filter((_, index) => marked[index]));
}
