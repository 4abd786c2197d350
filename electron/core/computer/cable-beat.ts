/**
 * Returns a frame for a cable's stream that every switch drops: its target is its own sender, so that
 * the port on which it came is the one that it is for. Its bytes keep the other end alive.
 */
export function cableBeat(): Uint8Array {
  const bytes = new Uint8Array(62);
  // Its length, as vde_plug writes it before each frame.
  bytes[1] = 60;
  // A local address that no machine has, twice, and a type for experiments (IEEE 802).
  const card = [0x02, 0x76, 0x72, 0x74, 0x72, 0x79];
  bytes.set([...card, ...card, 0x88, 0xb5], 2);
  return bytes;
}
