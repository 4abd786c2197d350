import type { AppError } from "./errors.ts";
import type { BrokenMachine, MachineView } from "./machine.ts";
import type { LanSettings, UplinkState } from "./network.ts";
import type { Settings } from "./settings.ts";

export type LanStatus = "off" | "starting" | "on" | "stopping";

export interface LanView {
  readonly status: LanStatus;
  readonly settings: LanSettings;
  /** For people: `192.168.100.0/24`. */
  readonly subnet: string;
  /** What does not work although the LAN is on, or why it could not be switched on. */
  readonly problem: AppError | null;
}

/** Long work that a person waits for. */
export interface Job {
  readonly id: string;
  readonly kind: "lan-up" | "lan-down" | "setup";
  readonly startedAt: number;
  /** 0 to 1; null: not known. */
  readonly progress: number | null;
  readonly cancellable: boolean;
}

/** Something that happened and that the person should know of. Errors keep until dismissed. */
export interface Notice {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly level: "info" | "warning" | "error";
  readonly about: AppError;
  /** The id of the machine that it concerns; null: the LAN, or all. */
  readonly machine: string | null;
}

/** All that the windows and the tray show. Owned by one service, pushed whole. */
export interface AppState {
  readonly lan: LanView;
  readonly uplink: UplinkState;
  /** Sorted by name. */
  readonly machines: readonly MachineView[];
  readonly broken: readonly BrokenMachine[];
  readonly jobs: readonly Job[];
  readonly notices: readonly Notice[];
  readonly settings: Settings;
  /** Running as root: said visibly, because then every machine runs as root too. */
  readonly asRoot: boolean;
}

export interface Snapshot {
  /** Grows by at least one with each change; a window drops what is not newer. */
  readonly revision: number;
  readonly state: AppState;
}
