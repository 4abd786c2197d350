import { expect, it } from "vitest";
import { createFrameCutter, isCutOff, packFrame, plainMacs } from "./frames.ts";

it.each([2, 4] as const)("frames behind %i bytes of length come out as they went in", (bytes) => {
  const frames = [[1, 2, 3], Array.from({ length: 1514 }, (_, at) => at % 256), [9]];
  const stream = frames.flatMap((frame) => [...packFrame(Uint8Array.from(frame), bytes)]);
  for (const step of [1, 3, 700, stream.length]) {
    const found: number[][] = [];
    const cut = createFrameCutter(bytes, (frame) => found.push([...frame]));
    for (let at = 0; at < stream.length; at += step) {
      cut(Uint8Array.from(stream.slice(at, at + step)));
    }
    expect(found).toEqual(frames);
  }
});

it("cuts off what goes to others, and what comes from them", () => {
  const macs = plainMacs(["52:54:00:AA:00:01"]);
  const frame = (to: number, from: number) =>
    Uint8Array.from([0x52, 0x54, 0, 0xaa, 0, to, 0x52, 0x54, 0, 0xaa, 0, from, 8, 0]);
  expect(isCutOff(frame(1, 2), "to-lan", macs)).toBe(true);
  expect(isCutOff(frame(1, 2), "to-machine", macs)).toBe(false);
  expect(isCutOff(frame(2, 1), "to-machine", macs)).toBe(true);
  expect(isCutOff(frame(2, 1), "to-lan", macs)).toBe(false);
  expect(isCutOff(frame(1, 2), "to-lan", new Set())).toBe(false);
});
