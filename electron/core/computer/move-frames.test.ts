import { expect, it } from "vitest";
import {
  aliveFrame,
  bytesHead,
  frameHeadBytes,
  messageHead,
  mostFrameBytes,
  readBody,
  readHead,
} from "./move-frames.ts";

const decode = (bytes: Uint8Array) => String.fromCharCode(...bytes);

it("reads what was written", () => {
  expect(readHead(aliveFrame())).toEqual({ kind: "alive", length: 0 });
  expect(readHead(messageHead(70_000))).toEqual({ kind: "message", length: 70_000 });
  expect(readBody("message", new Uint8Array([123, 125]), decode)).toEqual({
    ...{ kind: "message", text: "{}" },
  });
  const offset = 5 * 1024 ** 4 + 3;
  const frame = new Uint8Array([...bytesHead(offset, 2), 7, 8]);
  expect(readHead(frame)).toEqual({ kind: "bytes", length: 10 });
  expect(readBody("bytes", frame.subarray(frameHeadBytes), decode)).toEqual({
    ...{ kind: "bytes", offset, bytes: new Uint8Array([7, 8]) },
  });
});

it.each([
  ["an unknown kind", [3, 0, 0, 0, 0]],
  ["a sign of life with content", [0, 0, 0, 0, 1]],
  ["bytes without an offset", [2, 0, 0, 0, 7]],
  ["a frame that is too long", [...messageHead(mostFrameBytes + 1)]],
])("refuses %s", (_what, bytes) => {
  expect(readHead(new Uint8Array(bytes))).toBeNull();
});

it("refuses an offset that no file has", () => {
  expect(readBody("bytes", new Uint8Array([255, 0, 0, 0, 0, 0, 0, 0, 1]), decode)).toBeNull();
});
