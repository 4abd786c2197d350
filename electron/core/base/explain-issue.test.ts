import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import * as v from "valibot";
import { beforeAll, expect, it } from "vitest";
import { nearValid } from "../../../e2e/rig/near-valid.ts";
import { defaultSettings, settingsSchema } from "../../contract/app/settings.ts";
import { channels } from "../../contract/channels/table.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { machineFileSchema } from "../../contract/machine/machine.ts";
import { sampleMachine } from "../../contract/testing/samples.ts";
import { wordsFor } from "../../contract/words/catalogues.ts";
import { errorLine } from "../../contract/words/words.ts";
import { explainFile, explainNoJson } from "./explain-file.ts";
import { explainIssue } from "./explain-issue.ts";

const schemas = new Map<string, v.GenericSchema>();

const isSchema = (value: unknown): value is v.GenericSchema =>
  typeof value === "object" && value !== null && "~run" in value && "kind" in value;

beforeAll(async () => {
  const folder = join(import.meta.dirname, "../../contract");
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    // The bytes of a console go between our own processes: nobody is told of them.
    if (!file.endsWith(".ts") || /\.test\.|^words\/|\/console\.ts$/.test(file)) continue;
    const found = (await import(join(folder, file))) as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(found)) {
      if (isSchema(value)) schemas.set(`${file}: ${name}`, value);
    }
  }
  for (const [name, { request }] of Object.entries(channels)) schemas.set(name, request);
});

const english = (error: AppError) => errorLine(wordsFor("en"), error);
const german = (error: AppError) => errorLine(wordsFor("de"), error);

/** A message of valibot, or a pattern. */
const raw = /Invalid|Expected|received|undefined|NaN|\[object|\/\^|\\d|\[a-z/;

it("tells of every wrong value of every schema in words, and never in a schema’s own", () => {
  expect(schemas.size).toBeGreaterThan(100);
  const told = new Set<string>();
  for (const [name, schema] of schemas) {
    const values = fc.oneof(
      fc.anything({ withBigInt: true, withNullPrototype: true }),
      nearValid(schema),
      mutated(nearValid(schema)),
    );
    fc.assert(
      fc.property(values, (value) => {
        const parsed = v.safeParse(schema, value);
        for (const issue of parsed.issues ?? []) {
          const fault = explainIssue(issue);
          expect([name, issue.type, issue.expected, fault.wrong]).not.toContain("other");
          told.add(fault.wrong);
          // The value itself may hold anything.
          const error = appError("input-invalid", { ...fault, field: "", text: "" });
          for (const line of [english(error), german(error)]) expect(line).not.toMatch(raw);
        }
      }),
      { numRuns: 60 },
    );
  }
  for (const wrong of ["unknown", "missing", "choice", "map", "path", "port", "truth", "list"]) {
    expect([...told]).toContain(wrong);
  }
});

/** Replaces one value anywhere in another, leaves it out, or adds one. */
function mutated(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.nat(), fc.constantFrom("replace", "remove", "add"), fc.anything())
    .map(([value, at, how, other]) => {
      const holders: Record<string, unknown>[] = [];
      const copy = structuredClone(value);
      const visit = (part: unknown) => {
        if (typeof part !== "object" || part === null || part instanceof Uint8Array) return;
        holders.push(part as Record<string, unknown>);
        for (const each of Object.values(part)) visit(each);
      };
      visit(copy);
      const holder = holders[at % Math.max(1, holders.length)];
      if (holder === undefined) return other;
      const keys = Object.keys(holder);
      const key = keys[at % Math.max(1, keys.length)] ?? "more";
      if (how === "remove") delete holder[key];
      else holder[how === "add" ? "more" : key] = other;
      return copy;
    });
}

const settingsText = (change: object) => JSON.stringify({ ...defaultSettings, ...change }, null, 2);

function settingsError(text: string): AppError {
  const parsed = v.safeParse(settingsSchema, JSON.parse(text));
  if (parsed.success) throw new Error("it was taken");
  return appError("settings-corrupt", explainFile("/s.json", text, parsed));
}

it.each([
  [
    { theme: "pink" },
    /^The settings in \/s\.json cannot be read: “pink” is not possible for “theme” \(line 14, column 12\); possible: auto, light, dark\./,
    /^Die Einstellungen in \/s\.json sind nicht lesbar: „pink“ ist bei „theme“ nicht möglich \(Zeile 14, Spalte 12\); möglich: auto, light, dark\./,
  ],
  [
    { lan: { ...defaultSettings.lan, interface: "eth0" } },
    /: “eth0” is not possible for “lan\.interface” \(line 4, column 18\); possible: a name that begins with vtap or virtray/,
    /; möglich: ein Name, der mit vtap oder virtray beginnt/,
  ],
  [
    { them: "dark" },
    /: there is no setting “them” \(line \d+, column 3\)\. The file was not changed/,
    /: Es gibt keine Einstellung „them“ \(Zeile \d+, Spalte 3\)\./,
  ],
  [
    { uplink: { mode: "pinned" } },
    /: the setting “uplink\.interface” is missing \(line 10, column 13\)\./,
    /: Die Einstellung „uplink\.interface“ fehlt \(Zeile 10, Spalte 13\)\./,
  ],
  [
    { notify: "yes" },
    /“yes” is not possible for “notify” .*; possible: true or false\./,
    /möglich: true oder false\./,
  ],
])("names the setting, its place and what is possible: %o", (change, inEnglish, inGerman) => {
  const error = settingsError(settingsText(change));
  expect(english(error)).toMatch(inEnglish);
  expect(german(error)).toMatch(inGerman);
});

it("names the place in a machine’s file that is indented by tabs", () => {
  const machine = { ...sampleMachine(), memoryMiB: "lots" };
  const text = JSON.stringify(machine, null, "\t");
  const parsed = v.safeParse(machineFileSchema, machine);
  if (parsed.success) throw new Error("it was taken");
  expect(english(appError("machine-file-corrupt", explainFile("/m.json", text, parsed)))).toContain(
    "“lots” is not possible for “memoryMiB” (line 6, column 15); possible: a whole number from 1 on.",
  );
});

it.each([
  ["{ not json", 1, 3],
  ["", 1, 1],
  ['{"a": 1,}', 1, 9],
  ['{"a":\n xyz}', 2, 2],
  ['{"a": 1\n "b": 2}', 2, 2],
  ['{"a": [1, 2}', 1, 12],
  ['{"a": 012}', 1, 7],
  ['{"a": "b\n"}', 1, 7],
  ['{"a": {"b": 1}', 1, 15],
  ["{} {}", 1, 4],
])("names the place where %j stops being JSON", (text, line, column) => {
  expect(explainNoJson("/s.json", text)).toMatchObject({ wrong: "json", line, column });
  expect(english(appError("settings-corrupt", explainNoJson("/s.json", text)))).toContain(
    `it is not JSON from line ${line}, column ${column} on.`,
  );
});

it("finds a place exactly where a text is not JSON", () => {
  const pieces = fc.constantFrom("{", "}", "[", "]", ",", ":", '"a"', "1", "-0.5e3", "true", " ");
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 9 }).map((all) => all.join("")),
    fc.json(),
    fc.tuple(fc.json(), fc.nat(), fc.string()).map(([text, at, more]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + more + text.slice(place);
    }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      expect(explainNoJson("/s.json", text).line > 0).toBe(!isJson);
    }),
    { numRuns: 3000 },
  );
});
