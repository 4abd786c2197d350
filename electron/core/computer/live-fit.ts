import type { LiveOffer } from "../../contract/computer/move.ts";

/** Reads from /proc/cpuinfo what a guest under KVM sees of the processor. */
export function readProcessor(cpuinfo: string): NonNullable<LiveOffer["processor"]> {
  const field = (name: string) =>
    new RegExp(`^${name}\\s*: (.*)$`, "m").exec(cpuinfo)?.[1]?.trim() ?? "";
  return {
    vendor: field("vendor_id"),
    flags: field("flags").split(" ").filter(Boolean).sort(),
  };
}

/** Returns which abilities of a processor another one lacks; its vendor counts as one. */
export function lackingAbilities(
  needed: NonNullable<LiveOffer["processor"]>,
  there: NonNullable<LiveOffer["processor"]>,
): readonly string[] {
  if (needed.vendor !== there.vendor) return [needed.vendor];
  const known = new Set(there.flags);
  return needed.flags.filter((flag) => !known.has(flag));
}

/** Reads the version, such as 7.2, from what QEMU tells of itself; null if it tells none. */
export function readQemuVersion(said: string): string | null {
  const [, major, minor] = /version (\d+)\.(\d+)/.exec(said) ?? [];
  return major === undefined || minor === undefined ? null : `${major}.${minor}`;
}
