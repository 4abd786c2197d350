import { readFile } from "node:fs/promises";

/** A moment by two clocks: the one that people and programs set, and the one that only goes forward. */
export interface Moment {
  /** Milliseconds since the epoch, as far as the clock is right. */
  readonly now: number;
  /** The boot that `uptime` belongs to. */
  readonly boot: string;
  /** Seconds since that boot (proc(5), /proc/uptime). */
  readonly uptime: number;
}

/** Reads both clocks; null where the kernel does not tell of its boot. */
export async function readMoment(): Promise<Moment | null> {
  try {
    const [boot, uptime] = await Promise.all([
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
      readFile("/proc/uptime", "utf8"),
    ]);
    return { now: Date.now(), boot: boot.trim(), uptime: Number.parseFloat(uptime) };
  } catch {
    return null;
  }
}
