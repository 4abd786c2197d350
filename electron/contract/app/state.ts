import type { AppError } from "../errors/app-error.ts";
import type { KeptForward } from "../lan/forward.ts";
import type { LanSettings, UplinkState } from "../lan/network.ts";
import type { BrokenMachine, MachineView } from "../machine/machine.ts";
import type { RootPrompt } from "../root/root.ts";
import type { BrokenTemplate, TemplateView, WorkStep } from "../template/template.ts";
import type { UplinkChoice } from "../uplink/choice.ts";
import type { Settings } from "./settings.ts";

export type LanStatus = "off" | "starting" | "on" | "stopping";

export interface LanView {
  readonly status: LanStatus;
  readonly settings: LanSettings;
  /** For people: `192.168.100.0/24`. */
  readonly subnet: string;
  /** The problem of a LAN that is on, or why it could not be switched on. */
  readonly problem: AppError | null;
  /** The forwards that it has been told of; none while it is off. */
  readonly forwards: readonly KeptForward[];
}

export const jobKinds = [
  "lan-up",
  "lan-down",
  "setup",
  "template-add",
  "templates-move",
  "flatten",
  "clone",
  "snapshot",
  "export",
] as const;
export type JobKind = (typeof jobKinds)[number];

/** Long work that a person waits for. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  /** The name of its subject; null: the LAN. */
  readonly subject: string | null;
  /** The id of the machine that it is done to; null: none. */
  readonly machine: string | null;
  readonly startedAt: number;
  /** The present step; null: it has no steps. */
  readonly step: WorkStep | null;
  /** How far this step is, 0 to 1; null: not known. */
  readonly progress: number | null;
  /** Null where the work does not count bytes. */
  readonly doneBytes: number | null;
  readonly totalBytes: number | null;
  readonly bytesPerSecond: number | null;
  /** Until the end of this step; null: not known. */
  readonly secondsLeft: number | null;
  readonly cancellable: boolean;
  /** Why it failed: it waits to be tried again or put away. Null: it runs. */
  readonly problem: AppError | null;
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

/** The last choice of a way out, as long as a click takes it back. */
export interface UplinkUndo {
  /** Whose way out it was; null: the LAN's. */
  readonly machine: string | null;
  /** The previous choice; null of a machine: as the LAN. */
  readonly choice: UplinkChoice | null;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** The machine that was deleted last, as long as a click brings it back. */
export interface DeleteUndo {
  readonly machine: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** All that the windows and the tray show. Owned by one service, pushed whole. */
export interface AppState {
  readonly lan: LanView;
  readonly uplink: UplinkState;
  readonly uplinkUndo: UplinkUndo | null;
  readonly deleteUndo: DeleteUndo | null;
  /** Sorted by name. */
  readonly machines: readonly MachineView[];
  readonly broken: readonly BrokenMachine[];
  /** Sorted by name. */
  readonly templates: readonly TemplateView[];
  readonly brokenTemplates: readonly BrokenTemplate[];
  readonly jobs: readonly Job[];
  readonly notices: readonly Notice[];
  readonly settings: Settings;
  /** Running as root: said visibly, because then every machine runs as root too. */
  readonly asRoot: boolean;
  /** The question before root's password; null: none. */
  readonly rootPrompt: RootPrompt | null;
}

export interface AppStateUpdate {
  /** Grows by at least one with each change; a window drops an update that is not newer. */
  readonly revision: number;
  readonly state: AppState;
}
