import type { UplinkState } from "../../contract/lan/network.ts";
import type { KnownNetwork } from "../../contract/uplink/known-network.ts";
import type { AppStateFeed } from "../base/app-state-feed.ts";
import { follow } from "../base/follow.ts";
import type { NetworkService } from "../base/interfaces.ts";

/** Returns the kernel's state of the uplinks, which differs at another known network. */
const occasionOf = ({ candidates }: UplinkState) => JSON.stringify(candidates);

/**
 * Watches at which known network this computer is whenever its uplinks change, of which the
 * returned function is told, and calls `arriveAt` on an arrival. Falling back to a known network
 * that was connected before is not arriving: pulling a cable must not switch the uplink; nor is the
 * network of the start if `begun`, with the LAN on.
 */
function watchArrivals(
  begun: boolean,
  places: () => Promise<readonly KnownNetwork[]>,
  arriveAt: (place: KnownNetwork) => Promise<unknown>,
): (uplink: UplinkState) => void {
  let occasion: string | null = null;
  let present: readonly KnownNetwork[] | null = begun ? null : [];
  const look = follow(
    places,
    (found) => {
      const [here] = found;
      const isNew = here !== undefined && present?.some(({ id }) => id === here.id) === false;
      present = found;
      if (isNew) void arriveAt(here);
    },
    // The known network stays unknown until the next change.
    () => {},
  );
  look.open();
  return (uplink) => {
    const now = occasionOf(uplink);
    if (now === occasion) return;
    occasion = now;
    look.changed();
  };
}

/**
 * Has the app make the choice of each known network that this computer arrives at. Returns the
 * function that ends it.
 */
export function followKnownNetworks(
  appState: AppStateFeed & { arriveAt(place: KnownNetwork): Promise<void> },
  network: Pick<NetworkService, "places">,
): () => void {
  const { lan, uplink } = appState.update().state;
  const learn = watchArrivals(lan.status !== "off", network.places, appState.arriveAt);
  learn(uplink);
  return appState.watch(({ state }) => learn(state.uplink));
}

/**
 * Does the same without an app, while the LAN is on; `isOurs` is asked each time whether no app
 * runs, which would do it itself. Returns the function that ends it.
 */
export function followKnownNetworksAlone(
  network: Pick<NetworkService, "read" | "watch" | "places" | "arriveAt">,
  isOurs: () => Promise<boolean>,
): () => void {
  let ended = false;
  const learn = watchArrivals(true, network.places, async (place) => {
    if ((await isOurs()) && !ended) await network.arriveAt(place);
  });
  const look = follow(
    network.read,
    ({ uplink }) => learn(uplink),
    () => {},
  );
  const unwatch = network.watch(look.changed);
  look.open();
  look.changed();
  return () => {
    ended = true;
    unwatch();
  };
}
