import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { snapshotNameSchema } from "../../contract/machine/snapshot.ts";
import { type DiskSnapshot, joinSnapshots, writeTag } from "./snapshot-tags.ts";

const entry = (tag: string, more: Partial<DiskSnapshot> = {}): DiskSnapshot => ({
  number: "1",
  tag,
  takenAt: 1000,
  memoryBytes: 0,
  bytes: 5,
  ...more,
});
const own = (id: string, disks: number, name = "a") =>
  writeTag({ id, kind: "manual", disks, name });

describe("snapshots", () => {
  it("are whole if every disk has them", () => {
    const both = own("11111111", 2, "both");
    const half = own("22222222", 2, "half");
    const early = own("33333333", 1, "before the second disk was there");
    const joined = joinSnapshots([
      [
        entry(both, { memoryBytes: 7, bytes: 20 }),
        entry(half, { takenAt: 2000 }),
        entry(early, { takenAt: 1, bytes: null }),
      ],
      [entry(both, { takenAt: 1001 })],
    ]);
    const told = joined.map(({ id, whole, memoryBytes, bytes }) => [id, whole, memoryBytes, bytes]);
    expect(told).toEqual([
      ["33333333", true, 0, null],
      ["11111111", true, 7, 25],
      ["22222222", false, 0, 5],
    ]);
    expect([...(joined[1]?.refs ?? [])]).toEqual([
      [0, both],
      [1, both],
    ]);
  });

  it("of other programs are identified by number, because a name may look like one", () => {
    const tables = [[entry("2", { number: "1" }), entry("", { number: "2" })], [entry("other")]];
    expect(
      joinSnapshots(tables).map(({ id, name, kind, refs }) => [id, name, kind, [...refs]]),
    ).toEqual([
      ["image-1", "2", "foreign", [[0, "1"]]],
      ["image-2", "2", "foreign", [[0, "2"]]],
    ]);
  });

  it("keep any valid name within the size that an image stores", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(name, fc.constantFrom("manual", "automatic"), (text, kind) => {
        const parsed = v.safeParse(snapshotNameSchema, text);
        if (!parsed.success) return;
        const tag = writeTag({ id: "0123abcd", kind, disks: 3, name: parsed.output });
        expect(new TextEncoder().encode(tag).length).toBeLessThanOrEqual(255);
        expect(joinSnapshots([[entry(tag)]])).toMatchObject([
          { id: "0123abcd", kind, name: parsed.output, whole: false },
        ]);
      }),
    );
  });

  it.each(["", "  ", "a\nb", "a\0b", "\u202eevil", "x".repeat(71), "a\u2028b", "\ud800"])(
    "must not have the name %j",
    (text) => {
      expect(v.is(snapshotNameSchema, text)).toBe(false);
    },
  );

  it.each(["1", "-d", "--help", 'a "b", c', "$(id)", "🦊 vor dem Umbau", "../../etc"])(
    "may have the name %j",
    (text) => {
      expect(v.parse(snapshotNameSchema, text)).toBe(text);
    },
  );
});
