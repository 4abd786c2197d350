import fc from "fast-check";
import * as v from "valibot";
import { expect, it } from "vitest";
import { airlockEntrySchema, airlockSchema, spellEntry } from "../../contract/lan/airlock.ts";
import { hostileTexts } from "../../contract/testing/samples.ts";
import { renderAirlocks } from "../firewall/airlock-rules.ts";
import { readEntries, readEntry } from "./airlock-text.ts";

const address = "192.168.100.1";
const port = (first: number, last = first) => ({ first, last });

it("reads names, addresses and subnets, each also with ports", () => {
  expect(readEntries("PyPI.org., github.com:443,10.1.2.3/8:22+8000-8100,9.9.9.9/32:53")).toEqual([
    { to: "pypi.org" },
    { to: "github.com", ports: [port(443)] },
    { to: "10.0.0.0/8", ports: [port(22), port(8000, 8100)] },
    { to: "9.9.9.9", ports: [port(53)] },
  ]);
});

it("refuses everything else, and tells which part it was", () => {
  const wrong = [
    ...["", "all:", "a:b", "a:0", "a:65536", "a:9-8", "a:1+", "a:1:2", "fd00::1", "[fd00::1]:80"],
    ...[
      "1.2.3",
      "1.2.3.256",
      "01.2.3.4",
      "1.2.3.4/33",
      "1.2.3.4/0",
      "*.a",
      "a..b",
      "-a",
      "a-",
      "ä.de",
    ],
    ...["x".repeat(64), `${"x.".repeat(64)}x`, "https://a", "a/24", "a#b", "a{b", "@a", "a\\nb"],
    ...hostileTexts.filter((text) => text !== "eth1\n" && text !== "eth1 " && text !== "eth1,eth2"),
  ];
  for (const text of wrong) expect(readEntry(text), text).toBe(null);
  expect(readEntries("a.b, c d ,e")).toEqual({ wrong: "c d" });
  expect(v.is(airlockSchema, { only: [] })).toBe(false);
  expect(v.is(airlockSchema, { only: Array.from({ length: 33 }, () => ({ to: "a" })) })).toBe(
    false,
  );
  const long = Array.from({ length: 32 }, (_, index) => ({
    to: `${index}.${"x".repeat(60)}.example`,
  }));
  expect(v.is(airlockSchema, { only: long })).toBe(false);
});

it("reads whatever is typed, spells it so that it reads the same again, and lets nothing into a rule", () => {
  const part = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(
      ":",
      "/",
      "+",
      "-",
      "443",
      "8",
      "}",
      "{",
      "@",
      "#",
      ";",
      '"',
      "\n",
      " ",
      "\0",
      "..",
    ),
  );
  const typed = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  const harmless = /^[a-z0-9_.-]{1,128}(?:\/\d{1,2})?$/;
  fc.assert(
    fc.property(typed, (text) => {
      const entry = readEntry(text);
      if (entry === null) return;
      expect(v.is(airlockEntrySchema, entry)).toBe(true);
      expect(entry.to).toMatch(harmless);
      expect(readEntry(spellEntry(entry))).toEqual(entry);
      const rulesFor = (to: string) =>
        renderAirlocks("vtap0", [{ address, airlock: { only: [{ ...entry, to }] } }], [], 0);
      const rules = rulesFor(entry.to);
      // Names only ever stand where a name stood.
      if (/[a-z]/.test(entry.to))
        expect(rules).toBe(rulesFor("name.example").replaceAll("name.example", entry.to));
    }),
    { numRuns: 3000 },
  );
});
