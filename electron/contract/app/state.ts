import type { Region } from "../base/region.ts";
import type { FarMachineView } from "../computer/far-machine.ts";
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
  /** The subnet for people: `192.168.100.0/24`. */
  readonly subnet: string;
  /** The problems of a LAN that is on, or why it could not be switched on; the worst first. */
  readonly problems: readonly AppError[];
  /** The forwards that the LAN knows; none while it is off. */
  readonly forwards: readonly KeptForward[];
}

export const jobKinds = [
  "lan-up",
  "lan-down",
  "setup",
  "template-add",
  "template-warm",
  "templates-move",
  "flatten",
  "clone",
  "snapshot",
  "export",
  "send",
  "move",
] as const;
export type JobKind = (typeof jobKinds)[number];

/** Long work that a user waits for. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  /** The name of its subject; null for the LAN. */
  readonly subject: string | null;
  /** The ID of the machine that it works on; null if none. */
  readonly machine: string | null;
  readonly startedAt: number;
  /** The present step; null if it has no steps. */
  readonly step: WorkStep | null;
  /** The progress of this step, 0 to 1; null if not known. */
  readonly progress: number | null;
  /** Null if the work does not count bytes. */
  readonly doneBytes: number | null;
  readonly totalBytes: number | null;
  readonly bytesPerSecond: number | null;
  /** Seconds until the end of this step; null if not known. */
  readonly secondsLeft: number | null;
  readonly cancellable: boolean;
  /** Why it failed, after which it waits to be tried again or dismissed; null while it runs. */
  readonly problem: AppError | null;
}

/** An event that the user should know of. Errors stay until they are dismissed. */
export interface Notice {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly level: "info" | "warning" | "error";
  readonly about: AppError;
  /** The ID of the machine that it concerns; null for the LAN, or all. */
  readonly machine: string | null;
}

/** The last choice of an uplink, while a click can undo it. */
export interface UplinkUndo {
  /** The machine whose uplink it was; null for the LAN. */
  readonly machine: string | null;
  /** The previous choice; null if the machine followed the LAN's. */
  readonly choice: UplinkChoice | null;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** The machine that was deleted last, while a click can bring it back. */
export interface DeleteUndo {
  readonly machine: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** The state that windows and tray show. One service owns it and sends it whole. */
export interface AppState {
  readonly lan: LanView;
  readonly uplink: UplinkState;
  readonly uplinkUndo: UplinkUndo | null;
  readonly deleteUndo: DeleteUndo | null;
  /** Sorted by name. */
  readonly machines: readonly MachineView[];
  readonly broken: readonly BrokenMachine[];
  /** Machines of other computers, as those last told of them; sorted by name. */
  readonly farMachines: readonly FarMachineView[];
  /** Sorted by name. */
  readonly templates: readonly TemplateView[];
  readonly brokenTemplates: readonly BrokenTemplate[];
  readonly jobs: readonly Job[];
  readonly notices: readonly Notice[];
  readonly settings: Settings;
  /** The region of the desktop session: numbers and times follow it. */
  readonly region: Region;
  /** Whether the app runs as root, which is shown, because then every machine runs as root, too. */
  readonly asRoot: boolean;
  /** The question before root's password; null if none is open. */
  readonly rootPrompt: RootPrompt | null;
}

export interface AppStateUpdate {
  /** Grows by at least one with each change; a window drops an update that is not newer. */
  readonly revision: number;
  readonly state: AppState;
}
