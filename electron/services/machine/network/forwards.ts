import * as v from "valibot";
import { findListener, leastPortOf } from "../../../adapters/net/port-listener.ts";
import { readMachines } from "../../../adapters/store/machine-store.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import {
  type ForwardedPort,
  mostForwards,
  type PortForward,
  portForwardSchema,
  samePort,
} from "../../../contract/lan/forward.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { refuseInput } from "../../../core/base/explain-issue.ts";
import { hasPort, withForwards } from "../../../core/machine/forwards.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { changeMachineIf } from "../../registry/registry.ts";

/**
 * Has a port of this computer lead to a machine, in its file and in the LAN. A port that leads to it
 * already leads as is wished now; one that another machine or a program has is refused.
 */
export async function addForward(
  parts: MachinesParts,
  id: string,
  wanted: PortForward,
): Promise<Result<void>> {
  const parsed = v.safeParse(portForwardSchema, wanted);
  if (!parsed.success) return refuseInput(parsed, "forward");
  const forward = parsed.output;
  const written = await changeMachineIf(parts, id, async (machine, machines) => {
    const free = await checkForward(parts, forward, machine, machines);
    if (!free.ok) return free;
    const others = (machine.network.forwards ?? []).filter((each) => !samePort(each, forward));
    return ok(withForwards(machine, [...others, forward]));
  });
  if (!written.ok) return written;
  // The LAN was told already, but only this request waits for the outcome.
  const told = await parts.tellLan();
  return told.ok ? isLetBe(parts, id, forward) : told;
}

/** Checks that a port can lead to a machine that does not exist yet. */
export async function checkNewForward(
  parts: MachinesParts,
  forward: PortForward,
): Promise<Result<void>> {
  const stored = await readMachines(parts.paths.machines);
  return stored.ok ? checkForward(parts, forward, null, stored.value.machines) : stored;
}

/** Checks that no other machine and no program has a port; `machine` is null if it is not there yet. */
async function checkForward(
  parts: MachinesParts,
  forward: PortForward,
  machine: MachineFile | null,
  machines: readonly MachineFile[],
): Promise<Result<void>> {
  const owner = machines.find((each) => each.network.forwards?.some(hasPort(forward)));
  const { protocol, hostPort } = forward;
  if (owner !== undefined && owner.id !== machine?.id) {
    return fail("forward-taken", { protocol, port: hostPort, by: owner.name });
  }
  const before = machine?.network.forwards ?? [];
  if (owner === undefined && before.length >= mostForwards) {
    return fail("forwards-too-many", { most: mostForwards });
  }
  const least = await leastPortOf(parts.uid);
  if (hostPort < least) return fail("forward-port-privileged", { port: hostPort, least });
  const known = before.find(hasPort(forward));
  // A covered program listens on: only a forward that is new or reaches further can collide.
  const by =
    known !== undefined && (known.reach === "uplink" || forward.reach === "host")
      ? null
      : await findListener(forward, (await parts.lanSettings()).address, known !== undefined);
  return by === null ? ok(undefined) : fail("forward-port-taken", { protocol, port: hostPort, by });
}

/** Takes a forward back that others' rules are before, which root's part alone sees, and says so. */
async function isLetBe(
  parts: MachinesParts,
  id: string,
  forward: PortForward,
): Promise<Result<void>> {
  const refused = (await parts.refusedForwards()).find((each) => samePort(each, forward));
  if (refused?.error.code !== "forward-port-published") return ok(undefined);
  const taken = await removeForward(parts, id, forward);
  return taken.ok ? { ok: false, error: refused.error } : taken;
}

/** Takes a forward of a machine back. */
export async function removeForward(
  parts: MachinesParts,
  id: string,
  port: ForwardedPort,
): Promise<Result<void>> {
  const written = await changeMachineIf(parts, id, (machine) => {
    const before = machine.network.forwards ?? [];
    const kept = before.filter((each) => !samePort(each, port));
    return kept.length === before.length
      ? fail("forward-unknown", {
          protocol: port.protocol,
          port: port.hostPort,
          name: machine.name,
        })
      : ok(withForwards(machine, kept));
  });
  return written.ok ? parts.tellLan() : written;
}
