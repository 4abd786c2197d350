import { probeKvm } from "../../../adapters/qemu/accel-probe.ts";
import { ownProcessor, ownQemuVersion } from "../../../adapters/qemu/live/facts.ts";
import type { LiveOffer } from "../../../contract/computer/move.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { lackingAbilities } from "../../../core/computer/live-fit.ts";
import type { MachinesParts } from "../../registry/parts.ts";

/** The errors after which a machine can still move, if it is stopped first. */
export const unfitCodes: ReadonlySet<string> = new Set([
  ...["move-live-qemu", "move-live-kvm", "move-live-processor", "move-live-lan"],
  ...["move-live-address", "move-live-cd", "move-live-snapshots"],
]);

/** So many abilities of a processor are named. */
const mostNamed = 4;

/** Checks that a machine from elsewhere can go on here while it runs, before anything of it comes. */
export async function checkLiveFit(
  parts: MachinesParts,
  { name }: MachineFile,
  { qemu, accelerator, processor, isOnLan }: LiveOffer,
  isJoined: boolean | undefined,
): Promise<Result<void>> {
  const here = await ownQemuVersion();
  if (!here.ok) return here;
  // The emulated processor, and devices, are those of the version.
  if (here.value !== qemu) {
    return fail("move-live-qemu", { name, theirs: qemu, ours: here.value });
  }
  if (accelerator === "kvm") {
    const verdict = await probeKvm(parts.paths.cache);
    if (!verdict.works) return fail("move-live-kvm", { name });
    const lacking = processor === null ? [] : lackingAbilities(processor, await ownProcessor());
    if (lacking.length > 0) {
      return fail("move-live-processor", { name, lacks: lacking.slice(0, mostNamed).join(", ") });
    }
  }
  return isOnLan && (isJoined === false || (await parts.switchSocket()) === null)
    ? fail("move-live-lan", { name, computer: "" })
    : ok(undefined);
}
