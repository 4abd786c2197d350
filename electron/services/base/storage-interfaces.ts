import type { AppError, Result } from "../../contract/errors/app-error.ts";
import type {
  ChangeMachine,
  DiskView,
  FurtherDisk,
  InstallMachine,
  MachineFile,
} from "../../contract/machine/machine.ts";
import type { SnapshotView } from "../../contract/machine/snapshot.ts";
import type { TrashedMachine } from "../../contract/machine/trash.ts";
import type { FollowOptions } from "./interfaces.ts";

/** The options for restoring a snapshot. */
export interface RestoreOptions extends FollowOptions {
  /** Without its memory: the guest boots as after a loss of power. */
  readonly diskOnly?: boolean;
  /** Whether an automatic snapshot is taken first, so that this can be undone (true by default). */
  readonly keepPresent?: boolean;
}

export interface TakeOptions extends FollowOptions {
  /** Of a running machine without its memory, while the guest agent holds its file systems still. */
  readonly diskOnly?: boolean;
}

/** Snapshots of a machine's disks and, of a running one, of its memory. */
export interface SnapshotsService {
  /** Reads the snapshots from the disks themselves; oldest first. */
  list(machine: string): Promise<Result<readonly SnapshotView[]>>;
  /**
   * Takes a snapshot, completely or not at all. A running machine is paused while its memory is
   * saved.
   */
  take(machine: string, name: string, options?: TakeOptions): Promise<Result<SnapshotView>>;
  /** Lets a running machine's file systems go on that a snapshot held still. */
  thaw(machine: string): Promise<Result<void>>;
  /**
   * Restores a machine, running or stopped as it was then. The present state is lost, except for
   * the automatic snapshot of it.
   */
  restore(
    machine: string,
    snapshot: string,
    options?: RestoreOptions,
  ): Promise<Result<{ readonly runs: boolean; readonly warning: AppError | null }>>;
  delete(machine: string, snapshot: string): Promise<Result<void>>;
}

/** Deleted machines, and their restoration. */
export interface TrashService {
  /** Returns the deleted machines, the last one first. */
  list(): Promise<Result<readonly TrashedMachine[]>>;
  /**
   * Restores a machine, under another name if one is given. If its address is in use by now, it
   * gets the next free one.
   */
  restore(id: string, name?: string): Promise<Result<MachineFile>>;
  /** Removes these permanently, or all; disks that existed before the machines stay. */
  empty(ids?: readonly string[]): Promise<Result<void>>;
  /** Removes for good what has been there for long enough, if the clock can be believed. */
  purge(): Promise<void>;
}

/** The options for exporting a machine. */
export interface ExportOptions extends FollowOptions {
  /** With a definition for libvirt, and the seed that it names. */
  readonly libvirt?: boolean;
  /** Which existing files are replaced; by default none. */
  readonly replace?: "target" | "all";
}

/** The files of an exported machine. */
export interface ExportedMachine {
  /** The disk that it boots from first. */
  readonly disks: readonly string[];
  readonly seed: string | null;
  readonly domain: string | null;
}

/** The use cases that change machines, clone them and export them. */
export interface ChangesService {
  /** Renames a machine, which may be running. */
  rename(id: string, name: string): Promise<Result<MachineFile>>;
  /** Clones a stopped machine: same hardware and content, but an identity of its own. */
  clone(id: string, name: string, options?: FollowOptions): Promise<Result<MachineFile>>;
  /** Writes a stopped machine's disks as images of their own, at a path and beside it. */
  export(id: string, target: string, options?: ExportOptions): Promise<Result<ExportedMachine>>;
  /** Changes the hardware or address of a stopped machine; the CD of a running one, too. */
  set(id: string, change: ChangeMachine): Promise<Result<MachineFile>>;
  /** Makes a machine with an empty disk that boots from a CD. */
  install(request: InstallMachine, options?: FollowOptions): Promise<Result<MachineFile>>;
  disks(id: string): Promise<Result<readonly DiskView[]>>;
  /** Grows a disk, by its index; a running guest learns of it at once. */
  grow(id: string, place: number, bytes: number): Promise<Result<void>>;
  /**
   * Has a running guest return the space of deleted files; returns the bytes that its disks take less
   * then.
   */
  trim(id: string, options?: FollowOptions): Promise<Result<{ readonly freedBytes: number }>>;
  /** Adds a disk to a stopped machine. */
  addDisk(id: string, disk: FurtherDisk): Promise<Result<MachineFile>>;
  /** Removes a further disk from a stopped machine; its file stays, at the returned path. */
  removeDisk(id: string, place: number): Promise<Result<{ readonly path: string }>>;
  /** Gives a stopped machine another file as a disk, by its index; the former file stays as it is. */
  replaceDisk(id: string, place: number, path: string): Promise<Result<MachineFile>>;
}
