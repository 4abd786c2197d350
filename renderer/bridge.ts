import type { Bridge } from "../electron/contract/channels.ts";

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly virtray: Bridge;
  }
}

/** All that a page can do. */
export const bridge: Bridge = window.virtray;
