import { join } from "node:path";
import type { MoveChannel } from "../../../adapters/computer/move-channel.ts";
import type { Paths } from "../../../adapters/files/paths.ts";
import { forgetLeaving, recordLeaving } from "../../../adapters/store/move-records.ts";
import type { Leaving } from "../../../contract/computer/move.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { fileError } from "../../../core/base/file-error.ts";
import type { Listener } from "./send-files.ts";

/** Gives the machine up here, then has the other side make it its own. */
export async function giveUp(
  paths: Pick<Paths, "machines">,
  channel: MoveChannel,
  { id, name }: MachineFile,
  leaving: Leaving,
  listener: Listener,
): Promise<Result<void>> {
  const folder = join(paths.machines, id);
  try {
    await recordLeaving(folder, leaving);
    await channel.send({ go: true });
    const said = await listener.next();
    if (said.ok && "moved" in said.value) return ok(undefined);
    // Only who does not take it tells why; silence says nothing.
    if (said.ok || said.error.code !== "computer-refused") {
      return fail("machine-leaving", { name, computer: leaving.computer ?? "" });
    }
    await forgetLeaving(folder);
    return said;
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}
