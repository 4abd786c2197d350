/** A disk grows while its machine runs, which soon halts with less than this, in MiB. */
export const lowSpaceMiB = 1024;

/** Rounds free space to coarse steps, so that the state does not change at each check. */
export function roundSpace(freeMiB: number): number {
  return freeMiB < 100 ? freeMiB : Math.floor(freeMiB / 50) * 50;
}
