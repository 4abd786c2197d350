import type { DashboardRoute } from "../../electron/contract/app/route.ts";
import type { AppError } from "../../electron/contract/errors/app-error.ts";
import type { Remedy } from "../../electron/contract/words/remedies.ts";
import { bridge } from "../bridge.ts";

/** Main shows the page in the dashboard, from whichever window. */
function show(route: DashboardRoute): Promise<null> {
  return bridge.call("window.open", route).then(() => null);
}

/**
 * Carries out a remedy. Returns why it failed; null if it did not, or if main tells of it by a notice.
 */
export async function carryOut(
  remedy: Exclude<Remedy, { readonly do: "retry" }>,
): Promise<AppError | null> {
  switch (remedy.do) {
    case "start":
    case "kill":
    case "resume":
    case "restart":
    case "delete":
      await bridge.call(`machine.${remedy.do}`, { id: remedy.machine });
      return null;
    case "wait":
      await bridge.call("machine.stop", { id: remedy.machine });
      return null;
    case "log":
    case "console":
    case "snapshots":
      return show({ page: "machines", machine: remedy.machine, tab: remedy.do });
    case "recover": {
      const recovered = await bridge.call("machine.recover", { id: remedy.machine });
      return recovered.ok ? null : recovered.error;
    }
    case "choose-disk":
      return chooseDisk(remedy);
    case "make-independent":
      // One after the other: each copies a whole disk.
      for (const { id } of remedy.machines) await bridge.call("machine.flatten", { id });
      return null;
    case "use-uplink":
    case "keep-uplink":
      if (remedy.machine === null) await bridge.call("uplink.set", remedy.choice);
      else {
        const { machine: id, choice: uplink } = remedy;
        await bridge.call("machine.set-uplink", { id, uplink });
      }
      return null;
    case "lan-on":
    case "lan-again":
      await bridge.call("lan.up", undefined);
      return null;
    case "lan-renew":
      if ((await bridge.call("lan.down", undefined)).ok) await bridge.call("lan.up", undefined);
      return null;
    case "lan-off":
      await bridge.call("lan.down", undefined);
      return null;
    case "subnet":
      return show({ page: "network" });
    case "health":
    case "settings":
      return show({ page: remedy.do });
  }
}

/** Asks for the file, gives it to the machine, and starts that, which is what had failed. */
async function chooseDisk(
  remedy: Extract<Remedy, { readonly do: "choose-disk" }>,
): Promise<AppError | null> {
  const { machine: id, place } = remedy;
  const picked = await bridge.call("disk.pick", undefined);
  if (!picked.ok) return picked.error;
  if (picked.value === null) return null;
  const replaced = await bridge.call("disk.replace", { id, place, path: picked.value });
  if (!replaced.ok) return replaced.error;
  await bridge.call("machine.start", { id });
  return null;
}
