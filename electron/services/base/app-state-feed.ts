import type { Snapshot } from "../../contract/app/state.ts";

/** The state that windows and tray show, for services that act on its changes. */
export interface AppStateFeed {
  snapshot(): Snapshot;
  /** Calls back with each new snapshot; gives the function that ends it. */
  watch(listener: (snapshot: Snapshot) => void): () => void;
}
