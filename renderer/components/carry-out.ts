import type { DashboardRoute } from "../../electron/contract/app/route.ts";
import type { AppError, Result } from "../../electron/contract/errors/app-error.ts";
import type { Remedy } from "../../electron/contract/words/remedies.ts";
import { bridge } from "../bridge.ts";

/** The outcome of a remedy; `told`: it failed, or went on, and another place tells of that. */
type Outcome = "helped" | "told" | AppError;

/** Main shows the page in the dashboard, from whichever window. */
async function show(route: DashboardRoute): Promise<Outcome> {
  await bridge.call("window.open", route);
  return "told";
}

/** Main makes a notice of a failure. */
async function ask(request: Promise<Result<unknown>>): Promise<Outcome> {
  return (await request).ok ? "helped" : "told";
}

/** Carries out a remedy. */
export async function carryOut(
  remedy: Exclude<Remedy, { readonly do: "retry" }>,
): Promise<Outcome> {
  switch (remedy.do) {
    case "start":
    case "kill":
    case "resume":
    case "restart":
    case "boot":
    case "discard":
    case "delete":
      return ask(bridge.call(`machine.${remedy.do}`, { id: remedy.machine }));
    case "stop-and-move": {
      const { machine: id, to } = remedy;
      return ask(bridge.call("machine.move", { id, to, stopFirst: true }));
    }
    case "wait":
      return ask(bridge.call("machine.stop", { id: remedy.machine }));
    case "log":
    case "console":
    case "snapshots":
      return show({ page: "machines", machine: remedy.machine, tab: remedy.do });
    case "recover": {
      const recovered = await bridge.call("machine.recover", { id: remedy.machine });
      return recovered.ok ? "helped" : recovered.error;
    }
    case "repair-shares": {
      const repaired = await bridge.call("share.repair", { id: remedy.machine });
      return repaired.ok ? "helped" : repaired.error;
    }
    case "choose-disk":
      return chooseDisk(remedy);
    case "make-independent":
      // One after the other: each copies a whole disk.
      for (const { id } of remedy.machines) await bridge.call("machine.flatten", { id });
      return "told";
    case "use-uplink":
    case "keep-uplink":
      return ask(
        remedy.machine === null
          ? bridge.call("uplink.set", remedy.choice)
          : bridge.call("machine.set-uplink", { id: remedy.machine, uplink: remedy.choice }),
      );
    case "lan-on":
    case "lan-again":
      return ask(bridge.call("lan.up", undefined));
    case "lan-renew": {
      const down = await ask(bridge.call("lan.down", undefined));
      return down === "helped" ? ask(bridge.call("lan.up", undefined)) : down;
    }
    case "lan-off":
      return ask(bridge.call("lan.down", undefined));
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
): Promise<Outcome> {
  const { machine: id, place } = remedy;
  const picked = await bridge.call("disk.pick", undefined);
  if (!picked.ok) return picked.error;
  if (picked.value === null) return "told";
  const replaced = await bridge.call("disk.replace", { id, place, path: picked.value });
  if (!replaced.ok) return replaced.error;
  return ask(bridge.call("machine.start", { id }));
}
