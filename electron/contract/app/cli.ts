import type { ErrorCode } from "../errors/app-error.ts";
import type { NetdLogEntry } from "../lan/netd.ts";
import type { LanSettings, UplinkCandidate } from "../lan/network.ts";
import type { AutostartWhen, MachineFile, MachineStatus } from "../machine/machine.ts";
import type { PathFindingCode, PathHopId, PathVerdict } from "../path-check/verdict.ts";
import type { ProjectGrant } from "../project/project.ts";
import type { UplinkChoice } from "../uplink/choice.ts";
import type { LanStatus } from "./state.ts";

/**
 * What `virtray COMMAND --json` writes to its standard output: one JSON value. These shapes are
 * stable: fields may be added, but none is renamed, removed, or changes its meaning. Sentences are
 * for people and follow the language; programs look at codes.
 */

/** `list --json` gives an array of these, sorted by name. */
export interface MachineJson {
  /** A UUID; of a machine that cannot be read, the name of its folder. */
  readonly id: string;
  readonly name: string;
  readonly status: MachineStatus;
  /** Null only for a machine that cannot be read. */
  readonly address: string | null;
  /** Its own way out; null: the LAN's. */
  readonly uplink: UplinkChoice | null;
  /** Whether the guest answers; null: not known (not running, or the LAN is off). */
  readonly reachable: boolean | null;
  readonly mac: string | null;
  readonly pid: number | null;
  readonly uptimeSeconds: number | null;
  readonly accelerator: "kvm" | "tcg" | null;
  /** Why it is emulated although that was not asked for. */
  readonly acceleratorReason: string | null;
  /** Seconds until the wait for the guest's power-down ends. */
  readonly stopsInSeconds: number | null;
  readonly problem: string | null;
  readonly problemCode: ErrorCode | null;
}

/** `show NAME --json`, and `add --json`. */
export interface MachineDetailJson extends MachineJson {
  readonly definition: MachineFile;
  /** What its VNC display asks for, until it is stopped; null: it does not run, or has none. */
  readonly vncPassword: string | null;
  /** The last lines of QEMU's log, oldest first. */
  readonly log: readonly string[];
}

/** `autostart --json` and `autostart login … --json`. */
export interface AutostartJson {
  /** Whether the app, and with it these machines, starts at login. */
  readonly atLogin: boolean;
  /** Sorted by name. */
  readonly machines: readonly {
    readonly id: string;
    readonly name: string;
    readonly when: AutostartWhen;
    /** Small numbers start first. */
    readonly order: number;
    /** Wished to run last: what `as-before` goes by. */
    readonly wanted: boolean;
  }[];
}

/** `autostart run --json`. */
export interface AutostartRunJson {
  /** Why the LAN is not on; null: it is, or nothing needed it. */
  readonly lan: ErrorJson | null;
  /** What was started, in order. */
  readonly machines: readonly ActionJson[];
}

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

/** An error as far as programs and people need it. */
export interface ErrorJson {
  readonly code: ErrorCode;
  readonly message: string;
  readonly todo: string | null;
}

/** `start|stop|restart|pause|resume|kill|delete NAME… --json`: one for each name, in order. */
export interface ActionJson {
  readonly name: string;
  readonly id: string | null;
  readonly ok: boolean;
  readonly error: ErrorJson | null;
  readonly warning: ErrorJson | null;
}

/** `lan up|down|status --json`. */
export interface LanJson {
  readonly status: LanStatus;
  readonly settings: LanSettings;
  readonly subnet: string;
  readonly problem: ErrorJson | null;
}

/** `uplink places --json`. */
export interface KnownNetworksJson {
  /** Whether what is chosen at a place is chosen again on return there. */
  readonly remembers: boolean;
  /** The last one that was chosen at first. */
  readonly places: readonly {
    readonly name: string;
    readonly uplink: UplinkChoice;
    /** Whether this computer is there now. */
    readonly here: boolean;
  }[];
}

/** `uplink --json` and `uplink set … --json`. */
export interface UplinkJson {
  readonly choice: UplinkChoice;
  /** The interface by which packets leave now; null: nothing leaves. */
  readonly active: string | null;
  readonly candidates: readonly UplinkCandidate[];
  /** The VPN by which this computer's own traffic leaves now; null: none. */
  readonly vpn: string | null;
}

/** `forward list|add|remove … --json` give an array of these; the last two of the machine's alone. */
export interface ForwardJson {
  readonly machine: string;
  readonly id: string;
  readonly protocol: "tcp" | "udp";
  readonly hostPort: number;
  readonly port: number;
  /** `uplink`: also others, at this computer's address on the uplink of the machine. */
  readonly reach: "host" | "uplink";
  /** Where it is reached now: `localhost:8080`, `10.0.0.7:8080`, with `/udp` behind it. */
  readonly here: readonly string[];
  /** The machine's address and port. */
  readonly there: string;
  /**
   * Whether somebody can answer there now. `refused`: `problem` says why the port could not be had;
   * `waiting`: the machine's address is none of the LAN's.
   */
  readonly state: "open" | "lan-off" | "refused" | "waiting" | "not-running";
  readonly problem: ErrorJson | null;
}

/** `snapshot list NAME --json` gives an array of these, oldest first; `snapshot take` one. */
export interface SnapshotJson {
  readonly id: string;
  readonly name: string;
  readonly kind: "manual" | "automatic" | "foreign";
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** 0: without memory. */
  readonly memoryBytes: number;
  /**
   * What deleting it would free, memory included: what two snapshots share is freed with the last.
   * Approximate while the machine runs; null: not known.
   */
  readonly bytes: number | null;
  /** False: it cannot be restored. */
  readonly whole: boolean;
}

/** `disk list|grow|add --json` give an array of these, the disk that it boots from first. */
export interface DiskJson {
  /** 0: the one that it boots from. */
  readonly place: number;
  readonly path: string;
  readonly format: "qcow2" | "raw";
  readonly bus: "virtio" | "ide";
  /** The size that the guest sees; null: the file cannot be read. */
  readonly virtualBytes: number | null;
  /** What it takes here. */
  readonly bytes: number | null;
}

/** `device list --json` gives an array of these: disks and partitions of this computer. */
export interface DeviceJson {
  /** What `add --device` takes: a name that stays the same when disks are plugged anew, if any. */
  readonly path: string;
  readonly node: string;
  readonly bytes: number;
  readonly model: string | null;
  readonly kind: "disk" | "part";
  /** What is on it, as libblkid names it; null: not known. */
  readonly holds: { readonly type: string; readonly label: string | null } | null;
  /** Why no machine may have it; null: one may. */
  readonly refusal: ErrorJson | null;
}

/** `export NAME --to FILE --json`. */
export interface ExportJson {
  /** The images, the one that it boots from first. */
  readonly disks: readonly string[];
  /** What tells cloud-init who the guest is; null: it has none, or no `--libvirt`. */
  readonly seed: string | null;
  /** The definition for `virsh define`; null: no `--libvirt`. */
  readonly domain: string | null;
}

/** `trash list --json` gives an array of these, what was deleted last first. */
export interface TrashedJson {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly disk: string;
  /** ISO 8601, UTC. */
  readonly deletedAt: string;
  readonly expiresAt: string;
  /** What removing it for good frees. */
  readonly bytes: number;
}

/** `snapshot restore NAME SNAPSHOT --json`. */
export interface RestoredJson {
  readonly id: string;
  /** Whether the machine runs now. */
  readonly runs: boolean;
  readonly warning: ErrorJson | null;
}

/** `template list --json` gives an array of these, sorted by name. */
export interface TemplateJson {
  /** A UUID; of a template that cannot be read, the name of its folder. */
  readonly id: string;
  readonly name: string;
  /** Size of the disk that a machine sees. Null only for a template that cannot be read. */
  readonly virtualBytes: number | null;
  /** What the template takes itself. */
  readonly bytes: number | null;
  /** Names of the machines that hang on it, sorted. */
  readonly clones: readonly string[];
  readonly user: string | null;
  readonly createdAt: string | null;
  readonly problem: string | null;
  readonly problemCode: ErrorCode | null;
}

/** `template folder --json`: null: beside their definitions. */
export interface TemplatesFolderJson {
  readonly folder: string | null;
}

/** `template catalogue --json` gives an array of these, sorted by id. */
export interface CatalogueJson {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly user: string;
  readonly minimumMemoryMiB: number;
}

/** `up|down|destroy --json` give an array of these, in the order of `virtray.yaml`. */
export interface ProjectMachineJson {
  readonly name: string;
  /** Null: there is no such machine. */
  readonly id: string | null;
  readonly address: string | null;
  /** What was done, in order. */
  readonly changes: readonly (
    | "created"
    | "started"
    | "stopped"
    | "deleted"
    | "autostart"
    | "forwards"
  )[];
  /** What the file has otherwise than the machine is, for people; it was left as it is. */
  readonly differs: readonly string[];
  readonly warning: ErrorJson | null;
  readonly error: ErrorJson | null;
}

/** `up --json` gives this, with exit code 1, for a project that was not agreed to. */
export interface ProjectQuestionJson extends FailureJson {
  /** The project's file. */
  readonly file: string;
  /** False: an earlier content of it was agreed to. */
  readonly isFirst: boolean;
  /** What the project asks for, as far as it was not agreed to. */
  readonly added: readonly ProjectGrant[];
  /** What was agreed to, and is not asked for any more. */
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
  /** What to give to `doctor --repair`; null: there is no such repair. */
  readonly repair: string | null;
  /** All that can be given to it here; the first is `repair`. */
  readonly repairs: readonly string[];
}

/** `doctor --log --json` gives an array of these, oldest first: what was done as root. */
export type RootLogJson = NetdLogEntry;

/** `doctor --repair ID --json`. */
export interface RepairJson {
  readonly id: string;
  readonly what: string;
  readonly why: string;
  /** What root runs, line by line, as far as it can be told without being root. */
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
  /** The command that mends it; null: none does. */
  readonly repair: string | null;
}

/** `doctor path NAME --json`; the exit code is 1 if there is a culprit. */
export interface PathJson {
  readonly name: string;
  readonly address: string;
  /** The first broken hop; null: all that could be looked at is well. */
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
    /** Why it is refused, and who listens there instead; null: it is not. */
    readonly problem: ErrorJson | null;
  }[];
}

/** `ssh-config install|remove|show --json`. */
export interface SshConfigJson {
  /** Whether `includedBy`, the user's own configuration of ssh, leads to `file`. */
  readonly isInstalled: boolean;
  readonly file: string;
  readonly includedBy: string;
  readonly text: string;
}

/** What a command that gives one value writes when it fails, with exit code 1. */
export interface FailureJson {
  readonly error: ErrorJson;
}

/** `virtray popover --json`: the app was told. */
export interface PopoverJson {
  readonly shown: true;
}
