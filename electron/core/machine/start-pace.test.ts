import { expect, it } from "vitest";
import { mayStartNext } from "./start-pace.ts";

const now = { booting: 1, busyShare: 0.5, freeMiB: 8192, neededMiB: 1024, waitedMs: 0 };

it.each([
  [
    "none boots, however busy and full the computer is",
    { booting: 0, busyShare: 1, freeMiB: 0 },
    true,
  ],
  ["one boots, and the computer is calm", {}, true],
  ["it is busy", { busyShare: 0.9, waitedMs: 9000 }, false],
  ["it is busy for long", { busyShare: 1, waitedMs: 10_000 }, true],
  ["memory is short", { freeMiB: 1000, waitedMs: 9000 }, false],
  ["memory is short for long", { freeMiB: 1000, waitedMs: 10_000 }, true],
  ["three boot", { booting: 3 }, true],
  ["four boot", { booting: 4 }, false],
  ["as many boot as memory is free for", { booting: 2, freeMiB: 2048 }, false],
  ["four run that never answer, and the computer idles", { booting: 4, busyShare: 0.1 }, true],
])("tells whether the next machine may be started when %s: %o", (_title, change, may) => {
  expect(mayStartNext({ ...now, ...change })).toBe(may);
});
