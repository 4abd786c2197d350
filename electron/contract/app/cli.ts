import type { ErrorCode } from "../errors/app-error.ts";
import type { AirlockLog } from "../lan/airlock.ts";
import type { LanSettings, UplinkCandidate } from "../lan/network.ts";
import type { GuestFacts } from "../machine/guest-facts.ts";
import type { ListeningPort } from "../machine/listening-port.ts";
import type { AutostartWhen, MachineFile, MachineStatus } from "../machine/machine.ts";
import type { GuestSetup, SetupStep } from "../machine/setup.ts";
import type { UplinkChoice } from "../uplink/choice.ts";
import type { LanStatus } from "./state.ts";

/**
 * The JSON value that `virtray COMMAND --json` writes to its standard output. These shapes are
 * stable (fields may be added, but none is renamed, removed, or changes its meaning); programs read
 * codes, because sentences follow the language.
 */

/** `list --json` gives an array of these, sorted by name. */
export interface MachineJson {
  /** A UUID; for a machine that cannot be read, the name of its folder. */
  readonly id: string;
  readonly name: string;
  readonly status: MachineStatus;
  /** Null only for a machine that cannot be read. */
  readonly address: string | null;
  /** Its own uplink; null if it follows the LAN's. */
  readonly uplink: UplinkChoice | null;
  /** Whether the guest answers; null if not known (it does not run, or the LAN is off). */
  readonly reachable: boolean | null;
  readonly mac: string | null;
  readonly pid: number | null;
  readonly uptimeSeconds: number | null;
  readonly accelerator: "kvm" | "tcg" | null;
  /** Why it is emulated although its settings ask for KVM. */
  readonly acceleratorReason: string | null;
  /** Seconds until the wait for the guest's power-down ends. */
  readonly stopsInSeconds: number | null;
  /** How far its set-up by cloud-init is; null if it does not run, has none, or tells nothing. */
  readonly setup: GuestSetup["stage"] | null;
  /** The step that is on while it is `setting-up`, and for how long. */
  readonly setupStep: SetupStep | null;
  readonly setupSeconds: number | null;
  /** The line by which it has `failed`; the guest's own word. */
  readonly setupLine: string | null;
  readonly problem: string | null;
  readonly problemCode: ErrorCode | null;
  /** Sorted. */
  readonly tags: readonly string[];
  readonly note: string | null;
  /** Whether delete, kill and restore are refused. */
  readonly protected: boolean;
  /** The other computer that it is on; null if it is on this one. */
  readonly computer: string | null;
  /** When its computer last told of it (ISO 8601); null for one on this computer. */
  readonly answeredAt: string | null;
}

/** `show NAME --json`, and `add --json`. */
export interface MachineDetailJson extends MachineJson {
  readonly definition: MachineFile;
  /**
   * The password of its VNC display, valid until it stops; null if it does not run, or has no
   * display.
   */
  readonly vncPassword: string | null;
  /** The facts that the guest's agent tells; null without one. Its texts are a stranger's word. */
  readonly guest: GuestFacts | null;
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
    /** Whether it was last wanted to run, by which `as-before` decides. */
    readonly wanted: boolean;
  }[];
}

/** `autostart run --json`. */
export interface AutostartRunJson {
  /** Why the LAN is not on; null if it is, or if no machine needed it. */
  readonly lan: ErrorJson | null;
  /** The machines that were started, in order. */
  readonly machines: readonly ActionJson[];
}

/** `computer list --json` gives an array of these. */
export interface ComputerJson {
  readonly name: string;
  /** The name that ssh knows it by. */
  readonly host: string;
  /** Whether its machines are to be in this computer's LAN, and whether the cable is plugged in now. */
  readonly joined: boolean;
  readonly plugged: boolean;
  /** The interface of the uplink through it, and whether packets can leave there now; null without one. */
  readonly uplink: { readonly interface: string; readonly works: boolean } | null;
  /** How many machines it has, as far as known. */
  readonly machines: number | null;
  /** When it last answered (ISO 8601); null if it never did. */
  readonly answeredAt: string | null;
  /** Why it did not answer when it was last asked. */
  readonly problem: ErrorJson | null;
}

/** An error as programs and people see it. */
export interface ErrorJson {
  readonly code: ErrorCode;
  readonly message: string;
  readonly todo: string | null;
  /** The message of a program or of the system itself; null if there is none. */
  readonly details: string | null;
}

/** `wait|mark|start|stop|restart|pause|resume|kill|delete NAME… --json`: one for each name, in order. */
export interface ActionJson {
  readonly name: string;
  readonly id: string | null;
  readonly ok: boolean;
  readonly error: ErrorJson | null;
  readonly warning: ErrorJson | null;
}

/** `copy --json`, unless the target is standard output. */
export interface CopyJson {
  readonly copied: true;
}

/**
 * `watch --json`: one of these a line. `present`: it was there at the beginning; `removed` has its last
 * state. A slow reader misses states in between, never the last one.
 */
export interface WatchJson {
  readonly event: "present" | "added" | "changed" | "removed";
  readonly machine: MachineJson;
}

/** One port of `ports NAME --json`. */
export type PortJson = ListeningPort;

/** `exec NAME --json`. */
export interface ExecJson {
  /** That of the command in the machine, and of this one. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `lan up|down|status --json`. */
export interface LanJson {
  readonly status: LanStatus;
  readonly settings: LanSettings;
  readonly subnet: string;
  /** The first of `problems`; null if there is none. */
  readonly problem: ErrorJson | null;
  readonly problems: readonly ErrorJson[];
}

/** `uplink places --json`. */
export interface KnownNetworksJson {
  /** Whether the choice made at a known network is applied again on return to it. */
  readonly remembers: boolean;
  /** The known networks, the most recent choice first. */
  readonly places: readonly {
    readonly name: string;
    readonly uplink: UplinkChoice;
    /** Whether this computer is connected to it now. */
    readonly here: boolean;
  }[];
}

/** `uplink log NAME --json`. */
export interface AirlockLogJson extends AirlockLog {
  /** The destinations as they are typed. */
  readonly only: readonly string[];
  /** ISO 8601; null for no end. */
  readonly until: string | null;
  /** Whether its time is over, so that everything is refused. */
  readonly over: boolean;
}

/** `uplink --json` and `uplink set … --json`. */
export interface UplinkJson {
  readonly choice: UplinkChoice;
  /** The interface by which packets leave now; null if none. */
  readonly active: string | null;
  readonly candidates: readonly UplinkCandidate[];
  /** The VPN by which this computer's own traffic leaves now; null if none. */
  readonly vpn: string | null;
}

/**
 * `forward list|add|remove … --json` give an array of these; the last two only the machine's own.
 */
export interface ForwardJson {
  readonly machine: string;
  readonly id: string;
  readonly protocol: "tcp" | "udp";
  readonly hostPort: number;
  readonly port: number;
  /**
   * `uplink`: other computers reach it, too, at this computer's address on the machine's uplink.
   */
  readonly reach: "host" | "uplink";
  /** Where it is reached now: `localhost:8080`, `10.0.0.7:8080`, with `/udp` appended for UDP. */
  readonly here: readonly string[];
  /** The machine's address and port. */
  readonly there: string;
  /**
   * Whether a program can answer there now. `refused`: `problem` tells why; `waiting`: the
   * machine's address is outside the LAN.
   */
  readonly state: "open" | "lan-off" | "refused" | "waiting" | "not-running";
  readonly problem: ErrorJson | null;
}

/** `share list|add|remove|repair … --json` give an array of these; all but the first one only the machine's own. */
export interface ShareJson {
  readonly machine: string;
  readonly id: string;
  readonly folder: string;
  /** The path in the guest. */
  readonly guestFolder: string;
  readonly readOnly: boolean;
  /** How the guest reaches it; null if it does not. */
  readonly way: "virtiofs" | "sshfs" | null;
  readonly state: "off" | "waiting" | "mounted" | "failed";
  readonly problem: ErrorJson | null;
}

/** `ssh-config install|remove|show --json`. */
export interface SshConfigJson {
  /** Whether `includedBy`, the user's own ssh configuration, includes `file`. */
  readonly isInstalled: boolean;
  readonly file: string;
  readonly includedBy: string;
  readonly text: string;
}

/** The output of a command that returns one value, when it fails with exit code 1. */
export interface FailureJson {
  readonly error: ErrorJson;
}

/** `virtray popover --json`: the app received the request. */
export interface PopoverJson {
  readonly shown: true;
}
