import type { LanView } from "../../contract/app/state.ts";
import type { AppError, Result } from "../../contract/errors/app-error.ts";
import type { ForwardedPort, PortForward } from "../../contract/lan/forward.ts";
import type { NetdLogEntry } from "../../contract/lan/netd.ts";
import type { LanChange, LanIdentity, UplinkState } from "../../contract/lan/network.ts";
import type {
  AddMachine,
  Autostart,
  BrokenMachine,
  ChangeMachine,
  DiskView,
  FurtherDisk,
  InstallMachine,
  MachineFile,
  MachineProposal,
  MachineView,
} from "../../contract/machine/machine.ts";
import type { SnapshotView } from "../../contract/machine/snapshot.ts";
import type { TrashedMachine } from "../../contract/machine/trash.ts";
import type {
  AddTemplate,
  BrokenTemplate,
  CatalogueEntry,
  CreateFromTemplate,
  TemplateFile,
  TemplateView,
  WorkProgress,
} from "../../contract/template/template.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import type { KnownNetwork, KnownNetworkChoice } from "../../contract/uplink/known-network.ts";
import type { WakeReport } from "./wake-report.ts";

/** Who chooses an uplink: the user, or the memory of what the user chose at a place. */
export type ChosenBy = "user" | "place";

/** The LAN and its uplink, as app and command use them. Reading never asks for root's password. */
export interface NetworkService {
  /** Reads the present state from kernel, switch and netd's state file, never from memory. */
  read(): Promise<{ readonly lan: LanView; readonly uplink: UplinkState }>;
  /** Switches the LAN on; repeatable. Ends when host side and switch hold. */
  up(): Promise<Result<void>>;
  /** Has a person agree to a LAN, unless they have: it is on, or root was asked for it before. */
  agree(lan: LanIdentity): Promise<Result<void>>;
  /** Switches the LAN off; repeatable. Takes back what was changed, and nothing else. */
  down(): Promise<Result<void>>;
  /**
   * Brings the switch of a LAN that is on back, unless it does its work: it has ended, it is stopped,
   * or its tap was made anew. Asks nobody for a password. False: the LAN is off.
   */
  mend(): Promise<Result<boolean>>;
  /** Changes the LAN at once, on or off; its interface's name only while it is off. */
  changeLan(change: LanChange): Promise<Result<void>>;
  /**
   * Chooses the uplink and keeps it; with the LAN off it holds from the next start. What the user
   * chose is remembered for the place where this computer is. Gives why a choice that holds could not
   * be kept; undefined: it is.
   */
  setUplink(choice: UplinkChoice, by?: ChosenBy): Promise<Result<AppError | undefined>>;
  /** The places where this computer is connected now, the one that it prefers first. */
  places(): Promise<readonly KnownNetwork[]>;
  /**
   * With the LAN off: makes the choice that is remembered for the place where this computer is;
   * null: none is, or it holds already.
   */
  recall(): Promise<Result<KnownNetworkChoice | null>>;
  /** Makes the choice that is remembered for a place; null as above, or its interface is not there. */
  arriveAt(place: KnownNetwork): Promise<Result<KnownNetworkChoice | null>>;
  /** Forgets the choice at a known network; null: at all of them. */
  forgetPlace(id: string | null): Promise<Result<void>>;
  /** netd's log, oldest first. Empty while there is none. */
  log(): Promise<readonly NetdLogEntry[]>;
  /** Calls back after anything that `read` shows may have changed; gives the function that ends it. */
  watch(changed: () => void): () => void;
}

/** Machines, as app and command use them. All ids are parsed; an unknown one is an error. */
export interface MachinesService {
  list(): Promise<{
    readonly machines: readonly MachineView[];
    readonly broken: readonly BrokenMachine[];
  }>;
  add(request: AddMachine): Promise<Result<MachineFile>>;
  /** Returns a form's proposals: the next free address, the host's limits, the LAN's figures. */
  propose(): Promise<MachineProposal>;
  /**
   * Whether a new machine may have an address: it is the LAN's and free in the registry, and with
   * the LAN on nobody has leased it or answers there. Takes a fifth of a second.
   */
  checkAddress(address: string): Promise<Result<void>>;
  /** Ends when QMP says that the machine runs; the warning says what does not hold (LAN off). */
  start(id: string): Promise<Result<{ readonly warning: AppError | null }>>;
  /** Powers down and waits, at most `timeoutSeconds` (60 unless told), until QEMU has ended. */
  stop(
    id: string,
    options?: { readonly timeoutSeconds?: number; readonly signal?: AbortSignal },
  ): Promise<Result<void>>;
  /** Ends QEMU at once: by QMP, and by signal if it does not answer. */
  kill(id: string): Promise<Result<void>>;
  restart(
    id: string,
    options?: { readonly timeoutSeconds?: number },
  ): Promise<Result<{ readonly warning: AppError | null }>>;
  pause(id: string): Promise<Result<void>>;
  resume(id: string): Promise<Result<void>>;
  /** Moves a stopped machine to the trash; a disk that was there before it stays where it is. */
  delete(id: string): Promise<Result<void>>;
  /**
   * Puts the last good definition in the place of one that cannot be read; gives the machine's name
   * and where the other one was kept.
   */
  recover(id: string): Promise<Result<{ readonly name: string; readonly kept: string }>>;
  /** Sets when a machine is started by itself, also while it runs. */
  setAutostart(id: string, autostart: Autostart): Promise<Result<void>>;
  /** The ids of the machines that were wished to run last, whether they do or not. */
  wanted(): Promise<ReadonlySet<string>>;
  /** Pauses the running machines because the computer is about to sleep. */
  pauseForSleep(): Promise<void>;
  /** Resumes the machines that were paused for the sleep, and corrects their clocks. */
  resumeAfterSleep(): Promise<WakeReport>;
  /**
   * Powers down all that run because the computer goes down: what is not off by the deadline (ms
   * since the epoch) is ended at once. They stay wanted. Gives how many were ended by force.
   */
  powerDownAll(deadline: number): Promise<number>;
  /**
   * Gives a machine a way out of its own, or takes it back (null: the LAN's). Kept in its file; it
   * holds at once, also while the machine runs.
   */
  setUplink(id: string, choice: UplinkChoice | null): Promise<Result<void>>;
  /**
   * Has a port of this computer lead to a machine. Kept in its file; it holds at once, also while the
   * machine runs. One that leads to it already is replaced.
   */
  addForward(id: string, forward: PortForward): Promise<Result<void>>;
  /** Takes a forward of a machine back. */
  removeForward(id: string, port: ForwardedPort): Promise<Result<void>>;
  /** The last lines of the machine's log, oldest first. */
  log(id: string): Promise<Result<readonly string[]>>;
  /** Returns the password of its VNC display, new at each start; null: stopped, or no display. */
  vncPassword(id: string): Promise<Result<string | null>>;
  /** Pulls its cable or plugs it in, at once and for good; guests see a network that is silent. */
  setCable(id: string, isPlugged: boolean): Promise<Result<void>>;
  /** Plugs the cable of every running machine into the switch as it is now. */
  plugAll(): Promise<void>;
  /** Format and size of an image file, found by qemu-img, never by the name. */
  inspectDisk(
    path: string,
  ): Promise<Result<{ readonly format: string; readonly virtualBytes: number }>>;
  /** Calls back after anything that `list` shows may have changed; gives the function that ends it. */
  watch(changed: () => void): () => void;
}

/** How long work is followed, and ended by the person who waits for it. */
export interface FollowOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: WorkProgress) => void) | undefined;
}

/** The outcome of moving the images of templates. */
export interface MovedImages {
  /** How many were elsewhere. */
  readonly moved: number;
}

/** Templates, and the machines that are created from them, as app and command use them. */
export interface TemplatesService {
  list(): Promise<{
    readonly templates: readonly TemplateView[];
    readonly broken: readonly BrokenTemplate[];
  }>;
  /** Makes a template from an image, a stopped machine or the catalogue; whole or not at all. */
  add(request: AddTemplate, options?: FollowOptions): Promise<Result<TemplateFile>>;
  /** Removes a template that no machine hangs on. */
  delete(id: string): Promise<Result<void>>;
  /** Checks that a folder can hold the images of templates, and makes it unless it is there. */
  prepareFolder(folder: string): Promise<Result<void>>;
  /** Brings all images to the folder that the settings say; what fails leaves the rest in place. */
  moveImages(options?: FollowOptions): Promise<Result<MovedImages>>;
  /** Goes back to the last good definition of one that cannot be read; `id` is one of `broken`. */
  recover(id: string): Promise<Result<{ readonly name: string; readonly kept: string }>>;
  /** Creates a machine from a template; its disk is a linked clone. */
  createMachine(request: CreateFromTemplate): Promise<Result<MachineFile>>;
  /** Makes a stopped machine independent of its template. */
  flatten(machine: string, options?: FollowOptions): Promise<Result<void>>;
  /** Checks that a text is a cloud-config, with the line where it is not. */
  checkUserData(text: string): Result<void>;
  /** The public keys in the user's `~/.ssh`. */
  sshKeys(): Promise<readonly string[]>;
  /** Makes a key pair there, of the name that ssh tries by itself; never replaces one. */
  makeSshKey(): Promise<Result<string>>;
  /** What can be downloaded, sorted by id. */
  catalogue(): readonly CatalogueEntry[];
  /** Calls back after a template has come or gone; gives the function that ends it. */
  watch(changed: () => void): () => void;
}

/** How a snapshot is restored. */
export interface RestoreOptions extends FollowOptions {
  /** Without the memory in it: the guest boots as after a loss of power. */
  readonly diskOnly?: boolean;
  /** Whether an automatic snapshot is taken before, so that this can be undone (true unless told). */
  readonly keepPresent?: boolean;
}

/** Snapshots of a machine's disks and, of a running one, of its memory. */
export interface SnapshotsService {
  /** Read from the disks themselves; oldest first. */
  list(machine: string): Promise<Result<readonly SnapshotView[]>>;
  /** Takes one, whole or not at all. A running machine is held still while its memory is saved. */
  take(machine: string, name: string, options?: FollowOptions): Promise<Result<SnapshotView>>;
  /**
   * Takes a machine back, running or stopped as it was then. The state until now is lost, but for
   * the automatic snapshot of it.
   */
  restore(
    machine: string,
    snapshot: string,
    options?: RestoreOptions,
  ): Promise<Result<{ readonly runs: boolean; readonly warning: AppError | null }>>;
  delete(machine: string, snapshot: string): Promise<Result<void>>;
}

/** Deleted machines, and the way back. */
export interface TrashService {
  /** Returns the deleted machines, the last one first. */
  list(): Promise<Result<readonly TrashedMachine[]>>;
  /**
   * Brings a machine back, under another name if one is given. If its address was given away
   * meanwhile, it gets the next free one.
   */
  restore(id: string, name?: string): Promise<Result<MachineFile>>;
  /** Removes these for good, or all; disks that were there before the machines stay. */
  empty(ids?: readonly string[]): Promise<Result<void>>;
  /** Removes for good what has been there for long enough, if the clock can be believed. */
  purge(): Promise<void>;
}

/** How a machine is exported. */
export interface ExportOptions extends FollowOptions {
  /** With a definition for libvirt, and the seed that it names. */
  readonly libvirt?: boolean;
  /** Which files are replaced if they are there already; left out: none. */
  readonly replace?: "target" | "all";
}

/** The files of an exported machine. */
export interface ExportedMachine {
  /** The one that it boots from first. */
  readonly disks: readonly string[];
  readonly seed: string | null;
  readonly domain: string | null;
}

/** The use cases that change machines, clone them and export them. */
export interface ChangesService {
  /** Gives a machine another name; it may run meanwhile. */
  rename(id: string, name: string): Promise<Result<MachineFile>>;
  /** Clones a stopped machine: same hardware and content, but an identity of its own. */
  clone(id: string, name: string, options?: FollowOptions): Promise<Result<MachineFile>>;
  /** Writes a stopped machine's disks as images of their own, at a path and beside it. */
  export(id: string, target: string, options?: ExportOptions): Promise<Result<ExportedMachine>>;
  /** Changes the hardware or address of a stopped machine; the CD of a running one, too. */
  set(id: string, change: ChangeMachine): Promise<Result<MachineFile>>;
  /** Makes a machine with an empty disk that boots from a CD. */
  install(request: InstallMachine): Promise<Result<MachineFile>>;
  disks(id: string): Promise<Result<readonly DiskView[]>>;
  /** Makes a disk larger, by its place; a running guest learns of it at once. */
  grow(id: string, place: number, bytes: number): Promise<Result<void>>;
  /** Gives a stopped machine a further disk. */
  addDisk(id: string, disk: FurtherDisk): Promise<Result<MachineFile>>;
  /** Takes a further disk away from a stopped machine; its file stays, at the path that is given. */
  removeDisk(id: string, place: number): Promise<Result<{ readonly path: string }>>;
}

/** All services of one instance, wired. */
export interface Services {
  readonly network: NetworkService;
  readonly machines: MachinesService;
  readonly templates: TemplatesService;
}
