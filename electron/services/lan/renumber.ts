import type { NetworkFacts } from "../../adapters/net/read-interfaces.ts";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { Renumbering } from "../../contract/lan/renumber.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { formatSubnet } from "../../core/base/ip-address.ts";
import { lanSubnet } from "../../core/lan/plan/own-routing.ts";
import { planRenumber, type RenumberPlan } from "../../core/lan/renumber.ts";
import type { NetworkService } from "../base/interfaces.ts";
import { writeIdentity } from "../registry/identity.ts";
import type { MachinesParts } from "../registry/parts.ts";
import { changeMachine } from "../registry/registry.ts";

/** The parts of a change of the subnet. */
export interface RenumberParts {
  readonly machines: MachinesParts;
  readonly network: Pick<NetworkService, "read" | "up" | "agree">;
  readonly settings: SettingsStore;
  readonly readNetwork: () => Promise<Result<NetworkFacts>>;
  readonly readMachines: () => Promise<Result<readonly MachineFile[]>>;
}

function told({ lan, machines }: RenumberPlan, done: boolean): Renumbering {
  return {
    subnet: formatSubnet(lanSubnet(lan)),
    hostAddress: lan.address,
    machines,
    done,
  };
}

/**
 * Moves the LAN to another subnet, and its machines with it: their files and seeds at once, and the
 * LAN itself if it is on. Guests change at their next start; it can be repeated after a failure,
 * and `isDry` only returns the changes.
 */
export async function renumber(
  parts: RenumberParts,
  subnet: string,
  isDry: boolean,
): Promise<Result<Renumbering>> {
  const [loaded, network, machines, now] = await Promise.all([
    parts.settings.load(),
    parts.readNetwork(),
    parts.readMachines(),
    parts.network.read(),
  ]);
  if (loaded.problem !== null) return { ok: false, error: loaded.problem };
  if (!network.ok) return network;
  if (!machines.ok) return machines;
  const plan = planRenumber(subnet, loaded.settings.lan, machines.value, network.value);
  if (!plan.ok || isDry) return plan.ok ? ok(told(plan.value, false)) : plan;
  const isOn = now.lan.status === "on";
  // If the user does not agree, everything stays as it is.
  const agreed = isOn ? await parts.network.agree(plan.value.lan) : ok(undefined);
  if (!agreed.ok) return agreed;
  const kept = await parts.settings.change({ lan: plan.value.lan });
  if (!kept.ok) return kept;
  for (const { id, to } of plan.value.machines) {
    const machine = machines.value.find((each) => each.id === id);
    if (machine === undefined) continue;
    const moved = { ...machine, network: { ...machine.network, address: to } };
    // The seed comes first: a machine whose file is still the old one is moved by the next attempt.
    const written = await writeIdentity(parts.machines, moved, machine.name);
    if (!written.ok) return written;
    const changed = await changeMachine(parts.machines, id, (each) => ({
      ...each,
      network: { ...each.network, address: to },
    }));
    if (!changed.ok) return changed;
  }
  if (isOn) {
    const up = await parts.network.up();
    if (!up.ok) return up;
  }
  return ok(told(plan.value, true));
}
