import type { NetdLogEntry } from "../lan/netd.ts";
import type { PathFindingCode, PathHopId, PathVerdict } from "../path-check/verdict.ts";
import type { ProjectGrant } from "../project/project.ts";
import type { ErrorJson, FailureJson } from "./cli.ts";

/** `doctor --bundle FILE --json`. */
export interface BundleJson {
  /** Absolute. */
  readonly path: string;
}

/** `recover settings|ID --json`. */
export interface RecoverJson {
  /** The machine's or template's name, or `settings`. */
  readonly name: string;
  /** Where the file that could not be read was kept. */
  readonly kept: string;
}

/** `up|provision|down|destroy --json` give an array of these, in the order of their starts. */
export interface ProjectMachineJson {
  readonly name: string;
  /** Null if the machine does not exist. */
  readonly id: string | null;
  readonly address: string | null;
  /** The changes that were made, in order. */
  readonly changes: readonly (
    | "created"
    | "started"
    | "stopped"
    | "deleted"
    | "autostart"
    | "forwards"
    | "airlock"
    | "marked"
    | "provisioned"
    | "shares"
  )[];
  /** The settings in which the file differs from the machine, for people; they were not changed. */
  readonly differs: readonly string[];
  readonly warning: ErrorJson | null;
  readonly error: ErrorJson | null;
}

/** `up --json` gives this, with exit code 1, for a project that was not agreed to. */
export interface ProjectQuestionJson extends FailureJson {
  /** The project's file. */
  readonly file: string;
  /** False if an earlier content of it was agreed to. */
  readonly isFirst: boolean;
  /** The project's grants that were not agreed to. */
  readonly added: readonly ProjectGrant[];
  /** The grants that were agreed to, and that it does not ask for any more. */
  readonly gone: readonly ProjectGrant[];
}

/** `doctor --json` gives an array of these. */
export interface FindingJson {
  /** Stable, such as `kvm` or `program-qemu-img`. */
  readonly id: string;
  readonly level: "ok" | "info" | "warning" | "error";
  readonly what: string;
  readonly why: string | null;
  readonly todo: string | null;
  /** The ID for `doctor --repair`; null if it cannot be repaired. */
  readonly repair: string | null;
  /** All IDs that `doctor --repair` takes here; the first is `repair`. */
  readonly repairs: readonly string[];
}

/** `doctor --log --json` gives an array of these, oldest first: each action of root. */
export type RootLogJson = NetdLogEntry;

/** `doctor --repair ID --json`. */
export interface RepairJson {
  readonly id: string;
  readonly what: string;
  readonly why: string;
  /** The commands that root runs, line by line, as far as they are known without being root. */
  readonly steps: readonly string[];
  /** False without `--yes`, and after a failure. */
  readonly done: boolean;
  readonly error: ErrorJson | null;
}

/** A hop of `doctor path NAME --json`. */
export interface PathHopJson {
  readonly id: PathHopId;
  readonly verdict: PathVerdict;
  readonly code: PathFindingCode;
  readonly what: string;
  readonly todo: string | null;
  /** The command that repairs it; null if none does. */
  readonly repair: string | null;
}

/** `doctor path NAME --json`; the exit code is 1 if there is a culprit. */
export interface PathJson {
  readonly name: string;
  readonly address: string;
  /** The first broken hop; null if no hop that could be examined is broken. */
  readonly culprit: PathHopId | null;
  readonly hops: readonly PathHopJson[];
  /** The machine's port forwards, by port; none while the LAN is off. */
  readonly forwards: readonly {
    readonly protocol: "tcp" | "udp";
    readonly hostPort: number;
    readonly port: number;
    readonly reach: "host" | "uplink";
    /** `open`: the port is held and leads to the machine. */
    readonly state: "open" | "refused" | "waiting";
    /** Why it is refused, and which program listens there instead; null if it is not refused. */
    readonly problem: ErrorJson | null;
  }[];
}
