/** The word that the test guest writes once it runs. */
export const probeWord = "virtray-guest-runs";

/** The default port of QEMU's `-debugcon`. */
const debugPort = 0xe9;

/**
 * Builds the smallest guest: a boot sector that writes a word to QEMU's debug port and halts. The
 * word proves that the firmware found the disk, loaded it, and passed control to it.
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
  // The signature of a boot sector.
  sector.set([0x55, 0xaa], 510);
  return sector;
}
