import * as v from "valibot";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { type UplinkChoice, uplinkChoiceSchema } from "../../contract/uplink/choice.ts";
import type { KnownNetwork, KnownNetworkChoice } from "../../contract/uplink/known-network.ts";
import { refuseInput } from "../../core/base/explain-issue.ts";
import { choiceRefusal } from "../../core/lan/refusals.ts";
import { choiceAt, rememberChoice } from "../../core/uplink/known-network.ts";
import type { ChosenBy, NetworkService } from "../base/interfaces.ts";
import { smallLanRefusal } from "../base/small-lan.ts";
import type { NetworkDeps } from "./deps.ts";

/** Chooses the LAN's uplink, keeps it, and remembers it for the known network if the user chose it. */
export async function setUplink(
  deps: NetworkDeps,
  desired: UplinkChoice,
  by: ChosenBy = "user",
): ReturnType<NetworkService["setUplink"]> {
  const { netd, settings } = deps;
  const parsed = v.safeParse(uplinkChoiceSchema, desired);
  if (!parsed.success) return refuseInput(parsed, "uplink");
  const choice = parsed.output;
  const small = smallLanRefusal(choice);
  if (small !== null) return { ok: false, error: small };
  const isOn = (await netd.stateFile())?.wish != null;
  // netd checks the choice itself. It is saved afterwards, because the user waits for the switch.
  const held = isOn
    ? await netd.apply({ verb: "set-uplink", uplink: choice })
    : await checkChoice(deps, choice);
  if (!held.ok) return held;
  const kept = await settings.change({ uplink: choice });
  // With the LAN on, the choice is in force although it could not be saved.
  if (!kept.ok) return isOn ? ok(kept.error) : kept;
  if (by === "user") await remember(deps, choice);
  return ok(undefined);
}

/** Returns the known networks that this computer is connected to, the preferred one first. */
export async function placesNow({
  settings,
  ownLan,
  readNetwork,
  findPlaces,
}: NetworkDeps): Promise<readonly KnownNetwork[]> {
  // A small LAN sees its own network, which tells of no place that this computer is at.
  if (ownLan.isOpen()) return [];
  const [{ lan }, network] = await Promise.all([settings.read(), readNetwork()]);
  return network.ok ? findPlaces(network.value, lan.interface) : [];
}

/** With the LAN off, makes the choice that is remembered for the network that the computer is at. */
export async function recallChoice(deps: NetworkDeps): Promise<Result<KnownNetworkChoice | null>> {
  const [kept, stateFile] = await Promise.all([deps.settings.read(), deps.netd.stateFile()]);
  if (!kept.rememberPlaces || kept.places.length === 0 || stateFile?.wish != null) return ok(null);
  const [here] = await placesNow(deps);
  return here === undefined ? ok(null) : arriveAt(deps, here);
}

/** Makes the choice that is remembered for a known network. */
export async function arriveAt(
  deps: NetworkDeps,
  { id }: KnownNetwork,
): Promise<Result<KnownNetworkChoice | null>> {
  const [kept, stateFile] = await Promise.all([deps.settings.read(), deps.netd.stateFile()]);
  const found = choiceAt(kept, id, stateFile?.wish?.uplink ?? kept.uplink);
  if (found === null) return ok(null);
  const set = await setUplink(deps, found.uplink, "place");
  // The remembered interface is not there now, so the present choice stays.
  if (!set.ok) return set.error.code === "uplink-unknown" ? ok(null) : set;
  return ok(found);
}

async function remember(deps: NetworkDeps, choice: UplinkChoice): Promise<void> {
  if (!(await deps.settings.read()).rememberPlaces) return;
  const [here] = await placesNow(deps);
  if (here === undefined) return;
  // Ignore a failure: the choice itself is in force.
  await deps.settings.change((kept) => ({ places: rememberChoice(kept.places, here, choice) }));
}

async function checkChoice(deps: NetworkDeps, choice: UplinkChoice): Promise<Result<void>> {
  const [{ lan }, network] = await Promise.all([deps.settings.read(), deps.readNetwork()]);
  if (!network.ok) return network;
  const refused = choiceRefusal(choice, lan, network.value.links);
  return refused === null ? ok(undefined) : { ok: false, error: refused };
}
