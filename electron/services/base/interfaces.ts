import type { LanView } from "../../contract/app/state.ts";
import type { AppError, Result } from "../../contract/errors/app-error.ts";
import type { Airlock, AirlockEntry, AirlockLog } from "../../contract/lan/airlock.ts";
import type { ForwardedPort, PortForward } from "../../contract/lan/forward.ts";
import type { NetdLogEntry } from "../../contract/lan/netd.ts";
import type { LanChange, LanIdentity, UplinkState } from "../../contract/lan/network.ts";
import type { Weather } from "../../contract/lan/weather.ts";
import type { GuestFacts } from "../../contract/machine/guest-facts.ts";
import type { ListeningPort } from "../../contract/machine/listening-port.ts";
import type {
  AddMachine,
  Autostart,
  BrokenMachine,
  MachineFile,
  MachineProposal,
  MachineView,
  ReadyStage,
} from "../../contract/machine/machine.ts";
import type { MarkMachine } from "../../contract/machine/marks.ts";
import type { AddShare } from "../../contract/machine/share.ts";
import type { WorkProgress } from "../../contract/template/template.ts";
import type { HowCreated } from "../../contract/template/warm.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import type { KnownNetwork, KnownNetworkChoice } from "../../contract/uplink/known-network.ts";
import type { WakeReport } from "./wake-report.ts";

/**
 * The source of a choice of an uplink: the user, or the memory of the user's choice at a known
 * network.
 */
export type ChosenBy = "user" | "place";

/** The LAN and its uplink, as app and command use them. Reading never asks for root's password. */
export interface NetworkService {
  /** Reads the present state from kernel, switch and netd's state file, never from memory. */
  read(): Promise<{ readonly lan: LanView; readonly uplink: UplinkState }>;
  /** Switches the LAN on; repeatable. Ends when host side and switch work. */
  up(): Promise<Result<void>>;
  /** Switches the LAN on without root, as a small one: this computer itself is not in it. */
  upSmall(): Promise<Result<void>>;
  /** Asks a person to agree to a LAN, unless it is on or root was asked for it before. */
  agree(lan: LanIdentity): Promise<Result<void>>;
  /** Switches the LAN off; repeatable. Undoes our changes and no others. */
  down(): Promise<Result<void>>;
  /**
   * Repairs the switch of a LAN that is on if it has ended, hangs, or its tap was made anew. Does
   * not ask for a password. False if the LAN is off.
   */
  mend(): Promise<Result<boolean>>;
  /** Changes the LAN at once, on or off; its interface's name only while it is off. */
  changeLan(change: LanChange): Promise<Result<void>>;
  /**
   * Chooses the uplink and saves it; with the LAN off it applies from the next start. The user's
   * choice is remembered for the present known network. Returns why a choice in force could not be
   * saved; undefined if it was.
   */
  setUplink(choice: UplinkChoice, by?: ChosenBy): Promise<Result<AppError | undefined>>;
  /** Returns the known networks that this computer is connected to now, the preferred one first. */
  places(): Promise<readonly KnownNetwork[]>;
  /**
   * With the LAN off: makes the choice that is remembered for the present known network; null if
   * there is none, or it is in force already.
   */
  recall(): Promise<Result<KnownNetworkChoice | null>>;
  /**
   * Makes the choice that is remembered for a known network; null as above, or if its interface is
   * missing.
   */
  arriveAt(place: KnownNetwork): Promise<Result<KnownNetworkChoice | null>>;
  /** Forgets the choice at a known network; null for all of them. */
  forgetPlace(id: string | null): Promise<Result<void>>;
  /** Returns netd's log, oldest first; empty without one. */
  log(): Promise<readonly NetdLogEntry[]>;
  /**
   * Calls back after anything that `read` shows may have changed; returns the function that ends
   * it.
   */
  watch(changed: () => void): () => void;
}

/** The machines, as app and command use them. All ids are parsed; an unknown one is an error. */
export interface MachinesService {
  list(): Promise<{
    readonly machines: readonly MachineView[];
    readonly broken: readonly BrokenMachine[];
  }>;
  add(request: AddMachine, options?: FollowOptions): Promise<Result<MachineFile>>;
  /** Returns a form's proposals: the next free address, the host's limits, the LAN's figures. */
  propose(): Promise<MachineProposal>;
  /**
   * Checks that a new machine may have an address: it lies in the LAN and is free in the registry,
   * and with the LAN on, it is not leased and does not answer. Takes a fifth of a second.
   */
  checkAddress(address: string): Promise<Result<void>>;
  /**
   * Ends when QMP reports that the machine runs; the warning names what is missing (LAN off). One that
   * is suspended goes on where it was.
   */
  start(id: string): Promise<Result<{ readonly warning: AppError | null }>>;
  /** Boots a machine also if it is suspended; its memory is kept in a file, which the warning names. */
  boot(id: string): Promise<Result<{ readonly warning: AppError | null }>>;
  /** Powers down and waits, at most `timeoutSeconds` (60 by default), until QEMU has ended. */
  stop(
    id: string,
    options?: { readonly timeoutSeconds?: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Result<void>>;
  /** Ends QEMU at once: by QMP, and by signal if it does not answer. */
  kill(id: string): Promise<Result<void>>;
  restart(
    id: string,
    options?: { readonly timeoutSeconds?: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Result<{ readonly warning: AppError | null }>>;
  /** Saves its memory to a file and ends it; its next start goes on there. */
  suspend(id: string, options?: FollowOptions): Promise<Result<void>>;
  /** Deletes the memory of a suspended machine. */
  discard(id: string): Promise<Result<void>>;
  pause(id: string): Promise<Result<void>>;
  resume(id: string): Promise<Result<void>>;
  /** Moves a stopped machine to the trash; a disk that existed before it stays in its folder. */
  delete(id: string): Promise<Result<void>>;
  /**
   * Restores the last good definition of a machine whose own cannot be read; returns the machine's
   * name and the path of the kept one.
   */
  recover(id: string): Promise<Result<{ readonly name: string; readonly kept: string }>>;
  /** Sets when a machine starts automatically, also while it runs. */
  setAutostart(id: string, autostart: Autostart): Promise<Result<void>>;
  /** Returns the ids of the machines that should run, whether they do or not. */
  wanted(): Promise<ReadonlySet<string>>;
  /** Pauses the running machines because the computer is about to sleep. */
  pauseForSleep(): Promise<void>;
  /** Resumes the machines that were paused for the sleep, and corrects their clocks. */
  resumeAfterSleep(): Promise<WakeReport>;
  /**
   * Suspends or powers down all running machines because the computer goes down, and ends those that
   * still run at the deadline (ms since the epoch). They stay marked to run. Returns how many were
   * ended by force.
   */
  powerDownAll(deadline: number): Promise<number>;
  /**
   * Gives a machine an uplink of its own, or the LAN's again (null). Saved in its file; it applies
   * at once, also while the machine runs.
   */
  setUplink(id: string, choice: UplinkChoice | null): Promise<Result<void>>;
  /** Lets a machine reach some destinations outside the LAN alone, or (null) all of its uplink's. */
  setAirlock(id: string, airlock: Airlock | null): Promise<Result<void>>;
  /** Adds a destination to a machine's airlock. */
  allow(id: string, entry: AirlockEntry): Promise<Result<void>>;
  /** Reads what a machine's airlock let through and refused; null if the LAN is off. */
  airlockLog(id: string): Promise<Result<AirlockLog | null>>;
  /** Whether a port of this computer is free to lead to a new machine. */
  checkForward(forward: PortForward): Promise<Result<void>>;
  /**
   * Forwards a port of this computer to a machine, and replaces the machine's forward of the same
   * port. Saved in its file; it applies at once, also while the machine runs.
   */
  addForward(id: string, forward: PortForward): Promise<Result<void>>;
  /** Removes a forward of a machine. */
  removeForward(id: string, port: ForwardedPort): Promise<Result<void>>;
  /** Asks a guest's agent for facts about it; null without one. Takes some ms, or seconds if it hangs. */
  guestFacts(id: string): Promise<Result<GuestFacts | null>>;
  /** Asks a guest on which ports programs listen, by its agent or by ssh. */
  listeningPorts(id: string): Promise<Result<readonly ListeningPort[]>>;
  /** Shares a folder with a machine, now and after each start; `yesReally`: also a risky one. */
  addShare(id: string, share: AddShare): Promise<Result<void>>;
  /** Takes the shared folder at a path of the guest away from a machine. */
  removeShare(id: string, guestFolder: string): Promise<Result<void>>;
  /** Mounts shared folders again that are not mounted as they should be. */
  repairShares(id: string): Promise<Result<void>>;
  /** Returns the last lines of the machine's log, oldest first. */
  log(id: string): Promise<Result<readonly string[]>>;
  /**
   * Returns the password of its VNC display, new at each start; null if it is stopped or has no
   * display.
   */
  vncPassword(id: string): Promise<Result<string | null>>;
  /**
   * Waits until it answers, takes logins, or has been set up by cloud-init; the machine goes on
   * whatever comes of it.
   */
  awaitReady(id: string, options: AwaitOptions): Promise<Result<void>>;
  /** Changes its tags, its note, or its protection against delete, kill and restore. */
  mark(id: string, change: MarkMachine): Promise<Result<void>>;
  /** Pulls its cable or plugs it in, at once and permanently; guests see a silent network. */
  setCable(id: string, isPlugged: boolean): Promise<Result<void>>;
  /**
   * Gives the cable of a running machine a weather, or takes it back (null). With `keep` also at each
   * later start.
   */
  setWeather(id: string, weather: Weather | null, options: WeatherOptions): Promise<Result<void>>;
  /** Cuts machines off from others, for some milliseconds or (null) until that is healed. */
  partition(
    side: readonly string[],
    others: readonly string[],
    forMs: number | null,
  ): Promise<Result<void>>;
  /** Ends the partitions that these machines are in; null: all. */
  heal(ids: readonly string[] | null): Promise<Result<void>>;
  /**
   * Writes the frames of a running machine to a new file (pcap), and returns its size; a capture that
   * is ended by the signal is whole.
   */
  capture(id: string, file: string, options: CaptureOptions): Promise<Result<number>>;
  /** Ends captures whose programs were killed. */
  endAbandonedCaptures(): Promise<void>;
  /** Has each cable carried as it should be, after weather has ended or its process has. */
  settleCables(): Promise<void>;
  /** Plugs the cable of every running machine into the present switch. */
  plugAll(): Promise<void>;
  /** Has running machines let go of their taps, before the LAN is switched off. */
  letGoOfTaps(): Promise<void>;
  /** Returns format and size of an image file, as qemu-img finds them, never by the name. */
  inspectDisk(
    path: string,
  ): Promise<Result<{ readonly format: string; readonly virtualBytes: number }>>;
  /** While this is on, the machines' set-ups are followed, too, and silent guests are asked. */
  watchSetups(isSeen: boolean): void;
  /**
   * Calls back after anything that `list` shows may have changed; returns the function that ends
   * it.
   */
  watch(changed: () => void): () => void;
}

/** The means by which the user follows long work, and cancels it. */
export interface FollowOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: WorkProgress) => void) | undefined;
}

export interface CreateOptions extends Pick<FollowOptions, "signal"> {
  /** Told once the machine is there. */
  readonly onCreated?: (how: HowCreated) => void;
}

/** The limits that end a capture. */
export interface CaptureOptions extends Pick<FollowOptions, "signal"> {
  /** Null: it goes on. */
  readonly forMs: number | null;
  readonly mostBytes: number;
}

/** How long weather lasts. */
export interface WeatherOptions {
  /** In ms; null: until it is taken back. */
  readonly forMs: number | null;
  /** Whether the machine has it again after each start. */
  readonly keep: boolean;
}

/** How far a machine is waited for, and how long. */
export interface AwaitOptions {
  readonly until: ReadyStage;
  readonly timeoutSeconds: number;
  readonly signal?: AbortSignal | undefined;
}
