import { fail, type Result } from "../../contract/errors/app-error.ts";
import type { NetdRequest, NetdStatus } from "../../contract/lan/netd.ts";
import { isBridge, madePlug, ownPorts, tapOfCard } from "../../core/lan/plan/bridge.ts";
import { hold, type ReconcilerState, settle } from "./context.ts";

/** Makes the tap of a machine that the LAN knows, for its QEMU to open. */
export async function plug(
  state: ReconcilerState,
  { mac, others }: Extract<NetdRequest, { readonly verb: "plug" }>,
): Promise<Result<NetdStatus>> {
  const { deps, steps } = state;
  const { wish: desired } = steps.stateFile;
  if (desired === null) return fail("lan-off", {});
  if (!desired.reservations.some((each) => each.mac === mac)) {
    return fail("netd-refused", { detail: "card-unknown" });
  }
  const seen = await steps.look();
  if (!seen.ok) return seen;
  const { links } = seen.value;
  const name = tapOfCard(mac);
  const isOthers =
    links.some((link) => link.name === name) &&
    !ownPorts(steps.stateFile, links, deps.uid).some((port) => port.name === name);
  if (!isBridge(links, desired.lan.interface) || isOthers) {
    return fail("netd-refused", { detail: "no-port" });
  }
  const rest = steps.stateFile.plugs.filter((each) => each.mac !== mac);
  steps.save({ plugs: [...rest, { mac, others, at: Date.now() }] });
  const held = await hold(state, desired, "plug", seen.value);
  if (held.ok) {
    const { links: made } = held.value;
    const { plugs } = steps.stateFile;
    steps.save({ plugs: plugs.map((each) => (each.mac === mac ? madePlug(each, made) : each)) });
  }
  return settle(state, held);
}

/** Removes the tap of a machine, whose QEMU has let go of it. */
export async function unplug(state: ReconcilerState, mac: string): Promise<Result<NetdStatus>> {
  const { steps } = state;
  const { wish: desired } = steps.stateFile;
  if (desired === null) return fail("lan-off", {});
  steps.save({ plugs: steps.stateFile.plugs.filter((each) => each.mac !== mac) });
  return settle(state, await hold(state, desired, "unplug"));
}
