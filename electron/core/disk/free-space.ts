/** A disk grows while its machine runs: with less than this it soon halts, in MiB. */
export const lowSpaceMiB = 1024;

/** Free space as it is told: in coarse steps, so that it does not change with every look. */
export function roundSpace(freeMiB: number): number {
  return freeMiB < 100 ? freeMiB : Math.floor(freeMiB / 50) * 50;
}
