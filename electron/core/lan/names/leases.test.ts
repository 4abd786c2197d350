import fc from "fast-check";
import { expect, it } from "vitest";
import { parseLeases } from "./leases.ts";

it("returns the valid leases, and ignores other lines", () => {
  const text = [
    "1700000100 52:54:00:00:00:01 192.168.100.200 * 01:52:54:00:00:00:01",
    "1700000099 52:54:00:00:00:02 192.168.100.201 web *",
    "0 52:54:00:00:00:03 192.168.100.202 * *",
    "duid 00:01:00:01:2a:3b",
    "1700000200 1234567 fd00::1 * 00:01",
    "1700000200 52:54:00:00:00:04 192.168.100.0777 * *",
    "-5 52:54:00:00:00:05 192.168.100.203 * *",
    "1700000200 06-52:54:00:00:00:06 192.168.100.204 * *",
    "",
  ].join("\n");
  expect(parseLeases(text, 1_700_000_099_000)).toEqual([
    { address: "192.168.100.200", mac: "52:54:00:00:00:01" },
    { address: "192.168.100.202", mac: "52:54:00:00:00:03" },
  ]);
});

it("never throws", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      for (const lease of parseLeases(text, 0)) expect(Object.keys(lease)).toHaveLength(2);
    }),
  );
});
