import { expect, it } from "vitest";
import { isListed, readQueryLine } from "./query-log.ts";

it("reads the names that were asked for, and the addresses that were learned", () => {
  expect(readQueryLine("query[A] Evil.Test from 192.168.100.1")).toEqual({
    kind: "asked",
    name: "evil.test",
  });
  expect(readQueryLine("query[type=65] a_b.test from 192.168.100.1")).toEqual({
    kind: "asked",
    name: "a_b.test",
  });
  const learned =
    "nftset add 4 inet virtray-airlock names_192.168.100.1_deb.test 203.0.113.20 deb.test";
  expect(readQueryLine(learned)).toEqual({
    kind: "learned",
    name: "deb.test",
    address: "203.0.113.20",
  });
});

it.each([
  "config error is REFUSED (EDE: not ready)",
  "forwarded deb.test to 203.0.113.9",
  "reply cdn.test is 203.0.113.20",
  "query[A] a b from 192.168.100.1",
  "query[A] a\u001b[31m.test from 192.168.100.1",
  "query[A]  from 192.168.100.1",
  `query[A] ${"x".repeat(254)} from 192.168.100.1`,
  "",
])("keeps nothing of “%s”", (line) => {
  expect(readQueryLine(line)).toBe(null);
});

it("takes a name for listed if it is on the list or below, and not if it only ends alike", () => {
  const listed = (name: string) => isListed(name, ["debian.test"]);
  expect(["debian.test", "deb.debian.test"].every(listed)).toBe(true);
  expect(["notdebian.test", "test", "debian.test.evil"].some(listed)).toBe(false);
});
