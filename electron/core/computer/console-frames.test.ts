import { expect, it } from "vitest";
import { consoleFrames, createFrameReader } from "./console-frames.ts";

it("brings what is typed through pieces of any size, and tells of nothing typed", () => {
  const typed = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
  const sent = [...consoleFrames(typed), ...consoleFrames(new Uint8Array())];
  for (const size of [1, 7, 65_537, sent.length]) {
    const read = createFrameReader();
    const got: number[] = [];
    for (let at = 0; at < sent.length; at += size) {
      for (const each of read(Uint8Array.from(sent.slice(at, at + size)))) got.push(...each);
    }
    expect(got).toEqual([...typed]);
  }
  expect([...consoleFrames(new Uint8Array())]).toEqual([0, 0]);
});
