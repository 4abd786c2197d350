import type { UplinkState } from "../../contract/lan/network.ts";
import type { KnownNetwork } from "../../contract/uplink/known-network.ts";
import type { AppStateFeed } from "../base/app-state-feed.ts";
import { follow } from "../base/follow.ts";
import type { NetworkService } from "../base/interfaces.ts";

/** What the kernel says of the ways out: at another place, some of it is another. */
const occasionOf = ({ candidates }: UplinkState) => JSON.stringify(candidates);

/**
 * Looks where this computer is whenever its ways out change, of which it is told by the function that
 * it gives, and says so when it has come to a place. A place at which it was connected before, beside
 * another one that is lost, is none that it has come to: a cable that is pulled must not open a way
 * that was not chosen. Where it is `begun`, with the LAN on, neither is the place of the start.
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
    // Where it is stays unknown until something changes.
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

/** Has the app make the choice of each place that this computer comes to. Gives the function that ends that. */
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
 * The same without an app, as long as the LAN is on. `isOurs`: asked each time whether no app runs,
 * which would do it and say so. Gives the function that ends it.
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
