/** What the test guest says once it runs. */
export const probeWord = "virtray-guest-runs";

/** The port that QEMU's `-debugcon` listens to unless told otherwise. */
const debugPort = 0xe9;

/**
 * The smallest guest there is: a boot sector that says a word on QEMU's debug port and halts. If
 * the word comes, the firmware has found the disk, loaded it, and left the processor to it.
 */
export function buildProbeDisk(): Uint8Array {
  const sector = new Uint8Array(512);
  const code = [
    // mov al, CHARACTER; out PORT, al
    ...[...probeWord].flatMap((letter) => [0xb0, letter.charCodeAt(0), 0xe6, debugPort]),
    // cli; hlt; jmp to the hlt
    ...[0xfa, 0xf4, 0xeb, 0xfd],
  ];
  sector.set(code);
  // The mark of a boot sector.
  sector.set([0x55, 0xaa], 510);
  return sector;
}
