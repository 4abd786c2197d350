import { expect, it } from "vitest";
import { type CableRecord, weatherPresets } from "../../../contract/lan/weather.ts";
import { nextEnd, plainCable, presentRecord } from "./record.ts";

const cut = (name: string, until: number | null) => ({
  ...{ id: "5f0e7dd2-9c53-4f0f-8b8c-0c6a6a3d2d10", name, mac: "52:54:00:00:00:01", until },
});

it("each part of a record ends at its time, and the record with its last", () => {
  const record: CableRecord = {
    weather: { is: weatherPresets.slow, until: 100 },
    cuts: [cut("a", 200), cut("b", 300)],
  };
  expect(nextEnd(record)).toBe(100);
  expect(presentRecord(record, 99)).toEqual(record);
  expect(presentRecord(record, 100)).toEqual({ weather: null, cuts: record.cuts });
  expect(presentRecord(record, 250)).toEqual({ weather: null, cuts: [cut("b", 300)] });
  expect(presentRecord(record, 300)).toBeNull();
});

it("what has no end stays, and a plain cable has no record", () => {
  const record: CableRecord = { weather: null, cuts: [cut("a", null)] };
  expect(presentRecord(record, Number.MAX_SAFE_INTEGER)).toEqual(record);
  expect(nextEnd(record)).toBeNull();
  expect(presentRecord(plainCable, 0)).toBeNull();
  expect(presentRecord(null, 0)).toBeNull();
});
