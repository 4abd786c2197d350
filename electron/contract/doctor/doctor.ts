import type { AppError } from "../errors/app-error.ts";
import type { OneShotAction, OneShotStep } from "../root/one-shot.ts";

/** What is well, as a value that each face puts into words. */
export type GoodNews =
  | { readonly kind: "program"; readonly program: string; readonly version: string }
  | { readonly kind: "kvm" | "vde" | "tun" | "sandbox" | "lan-on" | "lan-off" | "tray" }
  | { readonly kind: "agent"; readonly program: string }
  | { readonly kind: "subnet"; readonly subnet: string }
  | { readonly kind: "machines"; readonly count: number }
  | { readonly kind: "space"; readonly freeMiB: number };

/** One thing that was looked at. `id` is stable, so that programs can wait for one finding. */
export type Finding =
  | { readonly id: string; readonly level: "ok"; readonly news: GoodNews }
  | {
      readonly id: string;
      readonly level: "info" | "warning" | "error";
      readonly about: AppError;
    };

/** What can be repaired here by one action of root's. */
export interface Repair {
  /** What `doctor --repair` is given. */
  readonly id: string;
  /** The id of the finding that it helps against; null: none leads to it. */
  readonly finding: string | null;
  readonly action: OneShotAction;
  /** What root would do, as far as it can be told without being root. */
  readonly steps: readonly OneShotStep[];
}

/** All that was found, what can be done about it, and when it was looked at. */
export interface Examination {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly findings: readonly Finding[];
  readonly repairs: readonly Repair[];
}
