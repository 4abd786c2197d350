import type { NetworkPlace } from "../contract/network-place.ts";
import type { AppState } from "../contract/state.ts";
import type { AppStateService } from "./app-state.ts";
import { follow } from "./follow.ts";
import type { NetworkService } from "./interfaces.ts";

/** What the kernel says of the ways out: at another place, some of it is another. */
const occasionOf = ({ uplink }: AppState) => JSON.stringify(uplink.candidates);

/**
 * Looks where this computer is whenever its ways out change, and says so when it has come to a
 * place. A place at which it was connected before, beside another one that is lost, is none that it
 * has come to: a cable that is pulled must not open a way that was not chosen. With the LAN on,
 * neither is the place of the start. Gives the function that ends the care.
 */
export function careForPlaces(
  appState: Pick<AppStateService, "snapshot" | "watch" | "arriveAt">,
  network: Pick<NetworkService, "places">,
): () => void {
  const first = appState.snapshot().state;
  let occasion = occasionOf(first);
  let present: readonly NetworkPlace[] | null = first.lan.status === "off" ? [] : null;

  const look = follow(
    () => network.places(),
    (places) => {
      const [here] = places;
      const isNew = here !== undefined && present?.some(({ id }) => id === here.id) === false;
      present = places;
      if (isNew) void appState.arriveAt(here);
    },
    // Where it is stays unknown until something changes.
    () => {},
  );
  const unwatch = appState.watch(({ state }) => {
    const now = occasionOf(state);
    if (now === occasion) return;
    occasion = now;
    look.changed();
  });
  look.open();
  look.changed();
  return unwatch;
}
