import type { AppStateUpdate } from "../../contract/app/state.ts";

/** The state that windows and tray show, for services that act on its changes. */
export interface AppStateFeed {
  update(): AppStateUpdate;
  /** Calls back with each new state; returns the function that ends it. */
  watch(listener: (update: AppStateUpdate) => void): () => void;
}
