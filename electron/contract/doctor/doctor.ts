import type { AppError } from "../errors/app-error.ts";
import type { OneShotAction, OneShotStep } from "../root/one-shot.ts";

/** A good result of an examination, as a value that the interface puts into words. */
export type GoodNews =
  | { readonly kind: "program"; readonly program: string; readonly version: string }
  | { readonly kind: "kvm" | "vde" | "tun" | "sandbox" | "lan-on" | "lan-off" | "tray" | "shares" }
  | { readonly kind: "agent"; readonly program: string }
  | { readonly kind: "subnet"; readonly subnet: string }
  | { readonly kind: "machines"; readonly count: number }
  | { readonly kind: "space"; readonly freeMiB: number };

/** The result of one examination. `id` is stable, so that programs can wait for a finding. */
export type Finding =
  | { readonly id: string; readonly level: "ok"; readonly news: GoodNews }
  | {
      readonly id: string;
      readonly level: "info" | "warning" | "error";
      readonly about: AppError;
    };

/** Returns the ID of the finding about a machine's shared folder: no name of a machine has a slash. */
export function shareFindingId(machine: string, guestFolder: string): string {
  return `share-${machine}${guestFolder}`;
}

/** A finding that one action of root can repair here. */
export interface Repair {
  /** The ID for `doctor --repair`. */
  readonly id: string;
  /** The ID of the finding that it repairs; null if none leads to it. */
  readonly finding: string | null;
  readonly action: OneShotAction;
  /** Root's steps, as far as they are known without being root. */
  readonly steps: readonly OneShotStep[];
}

/** All findings with their repairs, and the time of the examination. */
export interface Examination {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly findings: readonly Finding[];
  readonly repairs: readonly Repair[];
}
