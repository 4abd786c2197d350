import type { Random } from "../rig/random.ts";
import type { Mutant } from "./mutant.ts";
import { plant } from "./plant.ts";
import type { SeedImage } from "./seeds.ts";

/** The largest size of an image, in bytes. */
const mostBytes = 8 * 1024 * 1024;

/** The range of the formats' headers: the rest is data, which readers do not interpret. */
const headerBytes = 16 * 1024;

/** Numbers that break readers of headers. */
const oddNumbers = [
  0n,
  1n,
  2n,
  3n,
  4n,
  20n,
  0x200n,
  0x400n,
  0x1_0000n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  0x7fff_ffff_ffff_ffffn,
  0xffff_ffff_ffff_ffffn,
] as const;

/** Manipulates a real image in one to three random ways; `names` are planted. */
export function mutate(
  random: Random,
  seeds: readonly [SeedImage, ...SeedImage[]],
  names: readonly [string, ...string[]],
): Mutant {
  const { format, bytes: original } = random.pick(seeds);
  let bytes: Buffer = Buffer.from(original);
  const done: string[] = [format];
  // Mostly one change: a badly damaged image is refused at once.
  for (let left = random.pick([1, 1, 1, 2, 3]); left > 0; left -= 1) {
    // Half of the changes plant a name, as an attacker would.
    const changed = random.oneIn(2)
      ? plant(random, format, bytes, random.pick(names))
      : damage(random, bytes, seeds);
    bytes = changed.bytes.subarray(0, mostBytes);
    done.push(changed.what);
  }
  return { bytes, what: done.join(", ") };
}

/** Damages a file regardless of its format. */
function damage(
  random: Random,
  bytes: Buffer,
  seeds: readonly [SeedImage, ...SeedImage[]],
): Mutant {
  const length = Math.max(1, Math.min(bytes.length, headerBytes));
  const at = random.oneIn(2) ? random.below(Math.min(length, 512)) : random.below(length);
  switch (random.below(7)) {
    case 0: {
      for (let count = random.below(8); count >= 0; count -= 1) {
        bytes[random.below(length)] = random.below(256);
      }
      return { bytes, what: "bytes exchanged" };
    }
    case 1: {
      if (bytes.length < at + 8) return { bytes, what: "nothing" };
      const number = random.pick(oddNumbers);
      const aligned = at - (at % 4);
      const whole = random.oneIn(2);
      if (whole && random.oneIn(2)) bytes.writeBigUInt64BE(number, aligned);
      else if (whole) bytes.writeBigUInt64LE(number, aligned);
      else if (random.oneIn(2)) bytes.writeUInt32BE(Number(number & 0xffff_ffffn), aligned);
      else bytes.writeUInt32LE(Number(number & 0xffff_ffffn), aligned);
      return { bytes, what: `${number} at ${aligned}` };
    }
    case 2:
      return { bytes: bytes.subarray(0, random.below(bytes.length + 1)), what: "cut off" };
    case 3:
      return { bytes: Buffer.concat([bytes, Buffer.alloc(random.below(65_536))]), what: "longer" };
    case 4: {
      // Put a piece of one format, mostly its first sector, into another's place.
      const other = random.pick(seeds);
      const size = random.pick([4, 16, 64, 512, 1024, 4096]);
      other.bytes.copy(bytes, 0, 0, Math.min(size, bytes.length));
      return { bytes, what: `${size} bytes of ${other.format}` };
    }
    case 5: {
      const from = random.below(length);
      bytes.copy(bytes, at, from, from + random.below(512));
      return { bytes, what: `${from} copied to ${at}` };
    }
    default: {
      const swapped = random.pick([" ", ":", "=", "'", "\0", "\n", "\\", "\t"]);
      for (const quote of ['"', "="]) {
        const found = bytes.indexOf(random.oneIn(2) ? quote : `Hint${quote}`);
        if (found >= 0) bytes.write(swapped, found + (random.oneIn(2) ? 0 : 4));
      }
      return { bytes, what: "quotes exchanged" };
    }
  }
}
