import { expect, it } from "vitest";
import type { AirlockLog } from "../../../../electron/contract/lan/airlock.ts";
import { entryFor, reachedOf, refusalsOf } from "./refusals.ts";

const port = (number: number) => [{ first: number, last: number }];
const log: AirlockLog = {
  reached: [
    { address: "10.0.0.1", protocol: "tcp", port: 80, count: 1, name: "deb.test" },
    { address: "10.0.0.2", protocol: "tcp", port: 80, count: 1, name: "deb.test" },
  ],
  refused: [
    { address: "10.0.0.9", protocol: "tcp", port: 443, count: 1, name: null },
    { address: "10.0.0.9", protocol: "icmp", port: null, count: 7, name: null },
    { address: "10.0.0.1", protocol: "tcp", port: 22, count: 3, name: "deb.test" },
  ],
  names: [{ name: "files.pypi.test", count: 2 }],
};

it("lists what was refused, the most frequent first, with the entry that would let it through", () => {
  expect(refusalsOf(log, [{ to: "deb.test", ports: port(80) }])).toEqual([
    { text: "10.0.0.9 (icmp)", count: 7, entry: { to: "10.0.0.9" } },
    { text: "deb.test:22", count: 3, entry: { to: "deb.test", ports: port(22) } },
    { text: "files.pypi.test", count: 2, entry: { to: "files.pypi.test" } },
    { text: "10.0.0.9:443", count: 1, entry: { to: "10.0.0.9", ports: port(443) } },
  ]);
  expect(reachedOf(log)).toEqual(["deb.test:80"]);
});

it("leaves out what is allowed since, but not what was allowed once", () => {
  const texts = (...only: Parameters<typeof refusalsOf>[1]) =>
    refusalsOf(log, only).map(({ text }) => text);
  expect(texts({ to: "pypi.test" }, { to: "deb.test" })).toEqual([
    "10.0.0.9 (icmp)",
    "10.0.0.9:443",
  ]);
  const range = [{ first: 400, last: 500 }];
  expect(texts({ to: "10.0.0.9", ports: range, until: 5 })).not.toContain("10.0.0.9:443");
  expect(texts({ to: "10.0.0.9", ports: range, until: 5 })).toContain("10.0.0.9 (icmp)");
  expect(texts({ to: "pypi.test", until: 5, once: true })).toContain("files.pypi.test");
});

it("makes entries for once, for an hour and for always", () => {
  const [, , refusal] = refusalsOf(log, []);
  if (refusal === undefined) throw new Error("nothing was refused");
  const entry = { to: "files.pypi.test" };
  expect(entryFor(refusal, "always", 1_000)).toEqual(entry);
  expect(entryFor(refusal, "hour", 1_000)).toEqual({ ...entry, until: 3_601_000 });
  expect(entryFor(refusal, "once", 1_000)).toEqual({ ...entry, until: 301_000, once: true });
});
