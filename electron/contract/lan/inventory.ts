/** The kinds of things that Virtray has on this computer. */
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
 * `held`: as it should be. `changed`: others meddled with it. `missing`: it should be there.
 * `unseen`: only root could tell, and root's part does not run.
 */
export type InventoryEntryState = "held" | "changed" | "missing" | "unseen";

/** One thing on this computer that is there because of Virtray. `net inventory --json`: an array. */
export interface InventoryEntry {
  readonly kind: InventoryKind;
  /** As the tool of its kind writes it, or a path. */
  readonly what: string;
  readonly state: InventoryEntryState;
  /** Whether it was made by a one-shot, and stays when the LAN is off. */
  readonly lasts: boolean;
}
