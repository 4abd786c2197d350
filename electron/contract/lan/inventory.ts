/** The kinds of things that Virtray creates on this computer. */
export const inventoryKinds = [
  "interface",
  "address",
  "table",
  "forward",
  "rule",
  "route",
  "flag",
  "foreign-rule",
  "process",
  "device",
  "file",
] as const;
export type InventoryKind = (typeof inventoryKinds)[number];

/**
 * `held`: as desired. `changed`: another program changed it. `missing`: it should exist. `unseen`:
 * only root can read it, and netd does not run.
 */
export type InventoryEntryState = "held" | "changed" | "missing" | "unseen";

/**
 * One thing on this computer that Virtray created. `net inventory --json` gives an array of these.
 */
export interface InventoryEntry {
  readonly kind: InventoryKind;
  /** As the tool of its kind writes it, or a path. */
  readonly what: string;
  readonly state: InventoryEntryState;
  /** Whether a one-shot made it, so that it stays when the LAN is off. */
  readonly lasts: boolean;
}
