import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureSnapshots } from "./qcow2-snapshots.ts";

/** The smallest cluster size. */
const cluster = 512;
const clusters = 12;

/** Marks an entry of a compressed cluster that lies in one sector. */
const compressed = 2n ** 62n;

/**
 * Builds an image of two snapshots. Only "1" refers to its two tables, cluster 6, and the
 * compressed clusters in 8; cluster 7 and a part of 9 are shared, and "2" owns its first table
 * only.
 */
function image(): Uint8Array {
  const bytes = new Uint8Array(clusters * cluster);
  const view = new DataView(bytes.buffer);
  const words = (at: number, ...values: readonly (number | bigint)[]) => {
    for (const [index, value] of values.entries()) {
      view.setBigUint64(at + index * 8, BigInt(value));
    }
  };
  const place = (index: number) => index * cluster;
  // The header: version 3, 2^9 bytes each, tables of counts at 1, two snapshots at 3, 2^4 bits.
  words(0, 0x514649fb00000003n, 0, 9);
  words(48, place(1), (1n << 32n) | 2n, place(3));
  view.setUint32(96, 4);
  words(place(1), place(2));
  for (const [index, count] of [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 2].entries()) {
    view.setUint16(place(2) + index * 2, count);
  }
  for (const [index, l1] of [4, 10].entries()) {
    const at = place(3) + index * 48;
    words(at, place(l1), (1n << 32n) | (1n << 16n) | 1n);
    bytes[at + 40] = "1".charCodeAt(0) + index;
    bytes[at + 41] = "a".charCodeAt(0);
  }
  words(place(4), place(5));
  words(
    place(5),
    ...[place(6), BigInt(place(7)), 1n],
    ...[compressed | BigInt(place(8)), compressed | BigInt(place(8) + 100)],
    compressed | BigInt(place(9)),
  );
  words(place(10), place(11));
  return bytes;
}

/** Reads the requested ranges, and adds up their sizes. */
function measure(bytes: Uint8Array) {
  const measuring = measureSnapshots(bytes.length);
  let [steps, read] = [0, 0];
  let step = measuring.next();
  while (step.done !== true) {
    const { offset, length } = step.value;
    steps += 1;
    read += length;
    step = measuring.next(bytes.subarray(offset, offset + length));
  }
  return { sizes: step.value === null ? null : [...step.value], steps, read };
}

describe("the size of a qcow2 image's snapshots", () => {
  it("counts the clusters that only one snapshot refers to", () => {
    expect(measure(image()).sizes).toEqual([
      ["1", 4 * cluster],
      ["2", cluster],
    ]);
  });

  it.each([
    ["another format", 0, 0],
    ["version 4", 7, 4],
    ["clusters of 4 GiB", 23, 32],
    ["its data in another file", 79, 4],
    ["counts of 2^70 bits", 99, 70],
    ["millions of snapshots", 61, 255],
    ["a table of 32 GiB", 3 * cluster + 8, 255],
  ])("is not known of an image with %s", (_title, at, value) => {
    const bytes = image();
    bytes[at] = value;
    expect(measure(bytes).sizes).toBeNull();
  });

  it("is measured quickly and within bounds, for any content and length", () => {
    const change = fc.tuple(fc.nat(clusters * cluster - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), fc.nat(clusters * cluster), (all, end) => {
        const bytes = image();
        for (const [at, value] of all) bytes[at] = value;
        const cut = bytes.subarray(0, end);
        const { sizes, steps, read } = measure(cut);
        expect(steps).toBeLessThan(20_000);
        expect(read).toBeLessThanOrEqual(64 * 1024 ** 2);
        for (const [, size] of sizes ?? []) expect(size).toBeLessThanOrEqual(end);
      }),
    );
  });
});
