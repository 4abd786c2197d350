import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { LanSettings } from "../../contract/lan/network.ts";
import { viasOf } from "../../core/lan/desired-machines.ts";
import { switchTapOf } from "../../core/lan/plan/bridge.ts";
import { tellLanOfMachines } from "../machine/network/publish-to-lan.ts";
import { hasCarrier, type NetworkDeps } from "./deps.ts";

/**
 * Switches the LAN on as a small one, in a network of the user's own: netd is root there alone, so nobody is asked.
 * A LAN that is on stays as it is.
 */
export async function switchOnSmall(deps: NetworkDeps): Promise<Result<void>> {
  const { netd, ownLan, settings, vdeSwitch } = deps;
  if (!ownLan.isOpen()) {
    if (((await netd.stateFile())?.wish ?? null) !== null) return switchOn(deps);
    // Machines leave as this computer's own programs, which reach its services.
    const { lan } = (await settings.load()).settings;
    if (lan.hostAccess !== "all") return fail("lan-small-open", {});
    const opened = await ownLan.open();
    if (!opened.ok) return opened;
    // One that was left over has no tap there.
    const stopped = await vdeSwitch.stop();
    if (!stopped.ok) return stopped;
  }
  const done = await carryOn(deps, netd);
  if (!done.ok) await ownLan.close();
  return done;
}

/** Returns the LAN as a small one is: taps of its own network are of no use to QEMU, which is outside. */
export function asSmall({ cables: _, ...lan }: LanSettings): LanSettings {
  return lan;
}

/**
 * Switches the LAN on: netd first, then the switch. A small one ends once root's netd has it, and the running
 * machines are plugged into the new switch.
 */
export async function switchOn(deps: NetworkDeps): Promise<Result<void>> {
  const { netd, rootNetd, ownLan, settings, vdeSwitch } = deps;
  if (!ownLan.isOpen()) return carryOn(deps, netd);
  const { lan, uplink } = (await settings.load()).settings;
  const held = await rootNetd.apply({ verb: "up", lan, uplink });
  if (!held.ok) return held;
  const stopped = await aloneIfPossible(deps, async () => {
    await ownLan.close();
    return vdeSwitch.stop();
  });
  return stopped.ok ? carryOn(deps, netd) : stopped;
}

async function carryOn(
  deps: NetworkDeps,
  netd: Pick<NetworkDeps["netd"], "apply">,
): Promise<Result<void>> {
  const { ownLan, settings, vdeSwitch } = deps;
  const { lan: wanted, uplink } = (await settings.load()).settings;
  const lan = ownLan.isOpen() ? asSmall(wanted) : wanted;
  const before = await vdeSwitch.ports();
  const held = await netd.apply({ verb: "up", lan, uplink });
  if (!held.ok) return held;
  const started = await aloneIfPossible(deps, () => carry(deps, lan));
  if (!started.ok) {
    // Without its switch a LAN carries no packets; one that was on before keeps its rules.
    if (before === null) await netd.apply({ verb: "down" });
    return started;
  }
  await deps.switchStarted();
  return ok(undefined);
}

/** Restarts the switch of a LAN that is on, unless it works. Returns false if the LAN is off. */
export async function mendSwitch(deps: NetworkDeps): Promise<Result<boolean>> {
  const { netd, vdeSwitch } = deps;
  const mended = await deps.alone<"off" | "well" | "mended">(async () => {
    const desired = (await netd.stateFile())?.wish ?? null;
    if (desired === null) return ok("off");
    const ports = await vdeSwitch.ports();
    if (ports !== null && (await hasCarrier(deps, desired.lan))) return ok("well");
    // `tell` reaches a running netd only, so that the user is not asked for a password.
    const held = await netd.tell({ verb: "up", lan: desired.lan, uplink: desired.uplink });
    if (!held.ok) return held;
    if (held.value === null) return fail("netd-gone", {});
    const started = await carry(deps, desired.lan);
    return started.ok ? ok("mended") : started;
  });
  if (!mended.ok) return mended;
  if (mended.value === "mended") await deps.switchStarted();
  return ok(mended.value !== "off");
}

/** Switches the LAN off and releases the supervisor. */
export async function switchOff(deps: NetworkDeps): Promise<Result<void>> {
  const done = await aloneIfPossible(deps, () => takeDown(deps));
  if (done.ok) await deps.lanEnded();
  return done;
}

async function takeDown({
  netd,
  ownLan,
  vdeSwitch,
  lanEnding,
}: NetworkDeps): Promise<Result<void>> {
  await lanEnding();
  const stopped = await vdeSwitch.stop();
  // Root's netd may be there, too, if the change to the whole LAN was cut short.
  await ownLan.close();
  const [living, stateFile] = await Promise.all([netd.status(), netd.stateFile()]);
  // Without netd and state file there is no change to undo, so the user is not asked for a password.
  const nothingToDo = living.ok && living.value === null && stateFile === null;
  if (!nothingToDo) {
    const gone = await netd.apply({ verb: "down" });
    if (!gone.ok) return gone;
  }
  return stopped;
}

/** Starts the switch of a LAN that netd keeps. */
async function carry(deps: NetworkDeps, lan: LanSettings): Promise<Result<void>> {
  // Tell netd before the switch carries packets: otherwise a machine could use the LAN's uplink
  // instead of its own.
  const told = await tellLanOfMachines(deps.netd, deps.readMachines, async () =>
    viasOf(await deps.settings.read()),
  );
  return told.ok ? startSwitch(deps, lan) : told;
}

async function startSwitch(deps: NetworkDeps, lan: LanSettings): Promise<Result<void>> {
  const network = await deps.readNetwork();
  if (!network.ok) return network;
  const tap = switchTapOf(network.value.links, lan.interface);
  const started = await deps.vdeSwitch.start(tap);
  if (!started.ok || (await hasCarrier(deps, lan))) return started;
  const again = await deps.vdeSwitch.restart(tap);
  if (!again.ok || (await hasCarrier(deps, lan))) return again;
  return fail("switch-failed", { detail: `interface-not-served:${tap}` });
}

/**
 * Runs `work` under the switch's lock. If another program holds the lock for too long, it runs
 * without it, because a person waits for the result.
 */
async function aloneIfPossible<T>(
  deps: NetworkDeps,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const outcomes: Result<T>[] = [];
  await deps.alone(async () => {
    const outcome = await work();
    outcomes.push(outcome);
    return outcome;
  });
  return outcomes[0] ?? work();
}
