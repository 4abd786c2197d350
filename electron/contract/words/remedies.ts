import type { AppState } from "../app/state.ts";
import { parseReference } from "../computer/far-machine.ts";
import type { AppError, ErrorCode } from "../errors/app-error.ts";
import type { MachineView } from "../machine/machine.ts";
import { canDo } from "../machine/machine-actions.ts";
import { followsHost, pinnedTo, type UplinkChoice } from "../uplink/choice.ts";

/** The actions on a machine that help against an error; `wait`: it is asked once more to shut down. */
type OfMachine = "start" | "wait" | "kill" | "resume" | "restart" | "boot" | "discard" | "delete";
/** The page of a machine that tells more. */
type MachinePage = "log" | "console" | "snapshots";
/** The actions on a machine's parts. */
type OfParts = "repair-shares";

/** One thing that a button does against an error. */
export type Remedy =
  | { readonly do: OfMachine | MachinePage | OfParts; readonly machine: string }
  | { readonly do: "choose-disk"; readonly machine: string; readonly place: number }
  | { readonly do: "recover"; readonly machine: string; readonly savedAt: number }
  /** `to`: the computer that it moves to; null: this one. */
  | { readonly do: "stop-and-move"; readonly machine: string; readonly to: string | null }
  | {
      readonly do: "make-independent";
      readonly machines: readonly Pick<MachineView, "id" | "name">[];
    }
  | {
      readonly do: "use-uplink" | "keep-uplink";
      readonly choice: UplinkChoice;
      /** The machine that gets it as its own; null: the LAN. */
      readonly machine: string | null;
    }
  | { readonly do: "lan-on" | "lan-again" | "lan-renew" | "lan-off" | "subnet" }
  | { readonly do: "health" | "settings" }
  | { readonly do: "retry" };

export type RemedyKind = Remedy["do"] | "use-automatic" | "use-vpn";

/**
 * The remedies for each error, the best first, as its sentences are in `errors/`. Which of these a
 * place offers depends on the subject of the error there. A place that can repeat what failed
 * always offers that, after the others unless it is named here.
 */
const remedies: Readonly<Partial<Record<ErrorCode, readonly RemedyKind[]>>> = {
  // Machines
  "machine-file-corrupt": ["recover"],
  "machine-file-newer": ["recover"],
  "machine-not-answering": ["kill"],
  "machine-start-failed": ["start", "log"],
  "machine-died": ["start", "log"],
  "machine-killed": ["start", "log"],
  "machine-disk-full": ["resume"],
  "machine-panicked": ["restart", "console"],
  "machine-halted": ["resume", "kill"],
  "machine-stop-timeout": ["wait", "kill"],
  "machine-without-lan": ["lan-on"],
  "machine-has-snapshots": ["snapshots"],
  "vnc-open": ["restart"],
  "share-ended": ["repair-shares"],
  "share-failed": ["repair-shares"],
  "share-no-way": ["repair-shares"],
  "share-folder-missing": ["repair-shares"],
  "share-folder-unreadable": ["repair-shares"],
  "share-guest-silent": ["repair-shares"],
  "share-stuck": ["restart"],
  "machine-suspended": ["start", "discard"],
  "suspend-unusable": ["boot", "start", "discard"],
  "suspend-missing": ["boot", "start", "discard"],
  "suspend-disk-changed": ["boot", "start", "discard"],
  "kvm-missing": ["health", "start"],
  "kvm-denied": ["health", "start"],
  "kvm-busy": ["start"],
  "kvm-stuck": ["start"],
  "kvm-broken": ["start", "log"],
  "kvm-guest-state": ["health"],
  "kvm-guest-state-fix": ["health"],
  "kvm-guest-state-hint": ["health"],
  // Disks
  "disk-missing": ["choose-disk", "start", "delete"],
  "disk-unreadable": ["choose-disk", "start"],
  "disk-in-use": ["start"],
  "device-busy": ["start"],
  "device-open": ["start"],
  "device-mounted": ["start"],
  "device-lent": ["health"],
  "device-still-open": ["health"],
  // Templates
  "template-has-clones": ["make-independent"],
  "template-missing": ["start"],
  "template-changed": ["start"],
  "templates-folder-gone": ["retry", "settings"],
  "terminal-missing": ["settings"],
  "terminal-not-agreed": ["settings"],
  // LAN
  "lan-off": ["lan-on"],
  "lan-small": ["lan-on"],
  "lan-must-be-off": ["lan-off"],
  "lan-overlap": ["subnet", "lan-again"],
  "lan-hides-host": ["subnet", "lan-again"],
  "lan-interface-taken": ["lan-again", "settings"],
  "lan-interface-renamed": ["settings"],
  "lan-share-group": ["settings", "lan-again"],
  "lan-elsewhere": ["lan-again"],
  "lan-forward-blocked": ["health"],
  "lan-names-failed": ["lan-renew", "lan-again"],
  "lan-port-taken": ["lan-renew", "lan-again"],
  "lan-step-failed": ["lan-again", "lan-renew"],
  "lan-tun-denied": ["health", "lan-again"],
  "switch-failed": ["lan-again"],
  "switch-foreign": ["lan-again"],
  "switch-gone": ["lan-renew", "lan-on"],
  "netd-lost": ["lan-renew", "lan-again"],
  "netd-gone": ["lan-renew", "lan-again"],
  "netd-refused": ["lan-renew", "lan-again"],
  "uplink-down": ["use-uplink", "use-automatic"],
  "uplink-computer-lost": ["use-uplink", "use-automatic"],
  "uplink-unknown": ["use-uplink", "use-automatic"],
  "uplink-ipv6-only": ["use-uplink", "use-automatic"],
  "uplink-overruled": ["use-automatic"],
  "uplink-past-vpn": ["use-vpn", "use-automatic"],
  "uplink-not-kept": ["keep-uplink"],
  // Other computers
  "move-live-cd": ["stop-and-move"],
  "move-live-snapshots": ["stop-and-move"],
  "move-live-qemu": ["stop-and-move"],
  "move-live-kvm": ["stop-and-move"],
  "move-live-processor": ["stop-and-move"],
  "move-live-lan": ["stop-and-move"],
  "move-live-address": ["stop-and-move"],
  "move-live-unfit": ["stop-and-move"],
  // Root and the computer
  "root-dismissed": ["start", "lan-again"],
  "root-denied": ["start", "lan-again"],
  "root-sudo-refused": ["start", "lan-again"],
  "root-no-agent": ["start", "lan-again"],
  "root-timeout": ["start", "lan-again"],
  "root-crashed": ["start", "lan-again"],
  "tun-missing": ["health"],
  "firewall-rules": ["health"],
  "hosts-outdated": ["health"],
  "settings-corrupt": ["settings"],
};

/** The subject of an error in the place that shows it. */
export interface Situation {
  readonly state: Pick<AppState, "lan" | "uplink" | "machines" | "broken">;
  /** The ID of the machine that the error is about; null if none. */
  readonly machine: string | null;
  /** Whether that place can repeat what failed. */
  readonly canRetry: boolean;
  /** Whether that place has the repairs themselves, so that nothing need lead to them. */
  readonly hasRepairs?: boolean;
}

/** Returns what can be done about an error now, the best first. */
export function remediesFor(about: AppError, at: Situation): readonly Remedy[] {
  const machine = at.state.machines.find(({ id }) => id === at.machine);
  const kinds = remedies[about.code] ?? [];
  const all = kinds.includes("retry") ? kinds : [...kinds, "retry" as const];
  return all.flatMap((kind) => {
    const found = find(kind, about, at, machine);
    return found === null ? [] : [found];
  });
}

/** The remedies that may be carried out on many machines by one click. */
const forMany: ReadonlySet<RemedyKind> = new Set([
  ...(["start", "wait", "kill", "resume", "restart", "repair-shares"] as const),
]);

/**
 * Returns what can be done about errors of several machines at once: each remedy that helps against
 * all of them, as one remedy a machine.
 */
export function remediesForAll(
  errors: readonly { readonly about: AppError; readonly machine: string }[],
  at: Omit<Situation, "machine">,
): readonly (readonly Remedy[])[] {
  const each = errors.map(({ about, machine }) => remediesFor(about, { ...at, machine }));
  return (each[0] ?? [])
    .filter(({ do: kind }) => forMany.has(kind))
    .map(({ do: kind }) =>
      each.flatMap((remedies) => remedies.find((remedy) => remedy.do === kind) ?? []),
    )
    .filter((remedies) => remedies.length === errors.length);
}

/** Returns the remedy of a kind; null if it does not apply now. */
function find(
  kind: RemedyKind,
  about: AppError,
  { state, machine: id, canRetry, hasRepairs = false }: Situation,
  machine: MachineView | undefined,
): Remedy | null {
  const { lan } = state;
  const applies = (isSo: boolean, remedy: Remedy) => (isSo ? remedy : null);
  switch (kind) {
    case "wait":
    case "start":
    case "kill":
    case "resume":
    case "restart":
    case "boot":
    case "discard":
    case "delete":
      return machine !== undefined && isPossible(kind, machine)
        ? { do: kind, machine: machine.id }
        : null;
    case "log":
    case "console":
    case "snapshots":
      return machine === undefined ? null : { do: kind, machine: machine.id };
    case "repair-shares":
      return machine === undefined || machine.pid === null
        ? null
        : { do: kind, machine: machine.id };
    case "choose-disk":
      return chooseDisk(about, machine);
    case "recover": {
      const backup = state.broken.find((each) => each.id === id)?.backup ?? null;
      return id === null || backup === null
        ? null
        : { do: "recover", machine: id, savedAt: backup.savedAt };
    }
    case "make-independent":
      return makeIndependent(about, state.machines);
    case "stop-and-move":
      return stopAndMove(about, id, machine);
    case "use-uplink":
    case "use-automatic":
    case "use-vpn":
    case "keep-uplink":
      return otherUplink(kind, about, state.uplink, machine);
    case "lan-on":
      return applies(lan.status === "off" || about.code === "lan-small", { do: kind });
    case "lan-again":
      return applies(lan.status === "off" && id === null, { do: kind });
    case "lan-renew":
    case "lan-off":
      return applies(lan.status === "on", { do: kind });
    case "retry":
      return applies(canRetry, { do: kind });
    case "health":
      return applies(!hasRepairs, { do: kind });
    case "subnet":
    case "settings":
      return { do: kind };
  }
}

function isPossible(kind: OfMachine, { status, problem }: MachineView): boolean {
  // A halted guest hears no power button, so a restart ends it first (services/machine/power).
  if (kind === "restart" && problem?.code === "machine-panicked") return true;
  return canDo(kind === "wait" ? "stop" : kind, status);
}

/** Only a file of its own can be replaced: a linked clone's goes with its template. */
function chooseDisk(about: AppError, machine: MachineView | undefined): Remedy | null {
  if (machine === undefined || !("path" in about.params)) return null;
  const { path } = about.params;
  const { disk, disks = [], template } = machine.definition;
  const place = [disk, ...disks].findIndex((each) => each.path === path);
  const isOwn = place > 0 || (place === 0 && template === undefined && disk.device === undefined);
  return isOwn && canDo("start", machine.status)
    ? { do: "choose-disk", machine: machine.id, place }
    : null;
}

/** A machine here goes to the computer that was chosen, one of another computer comes here. */
function stopAndMove(
  { params }: AppError,
  id: string | null,
  machine: MachineView | undefined,
): Remedy | null {
  if (id !== null && parseReference(id) !== null) {
    return { do: "stop-and-move", machine: id, to: null };
  }
  const to = "computer" in params ? params.computer : "";
  return machine !== undefined && canDo("stop", machine.status) && to !== ""
    ? { do: "stop-and-move", machine: machine.id, to }
    : null;
}

function makeIndependent(about: AppError, machines: readonly MachineView[]): Remedy | null {
  if (about.code !== "template-has-clones") return null;
  const names = new Set(about.params.machines.split(", "));
  const still = machines.filter(({ name, status }) => names.has(name) && canDo("start", status));
  return still.length === 0 ? null : { do: "make-independent", machines: still };
}

function otherUplink(
  kind: "use-uplink" | "use-automatic" | "use-vpn" | "keep-uplink",
  about: AppError,
  { choice: ofLan, candidates }: AppState["uplink"],
  machine: MachineView | undefined,
): Remedy | null {
  const own = machine?.definition.network.uplink;
  // The error is about the LAN's uplink also on a machine that follows it.
  const of = own === undefined ? null : (machine?.id ?? null);
  const choice = own ?? ofLan;
  const use = (wanted: UplinkChoice): Remedy => ({
    do: "use-uplink",
    choice: wanted,
    machine: of,
  });
  if (kind === "keep-uplink") return { do: kind, choice, machine: of };
  if (kind === "use-vpn") {
    if (about.code !== "uplink-past-vpn") return null;
    return use({ mode: "pinned", interface: about.params.vpn });
  }
  if (kind === "use-automatic") {
    return followsHost(choice) ? null : use({ mode: "automatic" });
  }
  const other = candidates.find(
    (each) => each.obstacle === null && each.interface !== pinnedTo(choice),
  );
  return other === undefined ? null : use({ mode: "pinned", interface: other.interface });
}

/** Returns whether a remedy costs something that does not come back. */
export function isHarsh({ do: kind }: Remedy): boolean {
  return kind === "kill" || kind === "discard" || kind === "delete";
}
