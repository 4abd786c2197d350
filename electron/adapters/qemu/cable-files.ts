import { join } from "node:path";

/** The files of a cable with weather. */
export interface CableFiles {
  /** The weather of the cable. */
  readonly record: string;
  /** The socket to which QEMU plugs its cable. */
  readonly socket: string;
  /** The socket by which the process there is told to read the record again. */
  readonly control: string;
  /** Holds the number of the process whose plug is in the switch. */
  readonly plug: string;
  /** Held by the program that plugs the cable in or pulls it. */
  readonly lock: string;
}

/** Returns the names of those files in a machine's runtime folder. */
export function cableFiles(folder: string): CableFiles {
  return {
    record: join(folder, "cable.json"),
    socket: join(folder, "cable.sock"),
    control: join(folder, "cable.ctl"),
    plug: join(folder, "cable.pid"),
    lock: join(folder, "cable.lock"),
  };
}
