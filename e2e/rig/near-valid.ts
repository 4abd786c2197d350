import * as fc from "fast-check";
import * as v from "valibot";
import { hostileTexts } from "../../electron/contract/testing/samples.ts";

/** Each pattern of a text is met by one of these. */
const plainTexts = [
  "web",
  "eth0",
  "vtap0",
  "192.168.100.7",
  "00000000-0000-4000-8000-000000000001",
  "/disks/web.qcow2",
  "https://example.org/debian.qcow2",
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA user@host",
  "52:54:00:00:00:01",
  "Super+Alt+V",
  "0123abcd",
  "0123456789abcdef".repeat(2),
  "disk.qcow2",
  "0123456789abcdef".repeat(4),
  "0123456789abcdef".repeat(8),
  "2026-11-23T12:00:00.000Z",
  "20G",
  "7.2",
  "8080:80",
  `SHA256:${"A".repeat(43)}`,
  "fd00::1",
  "via-big",
  "http://proxy.example.org:3128",
  "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
];

const plainNumbers = [1, 24, 1024 ** 2];

/** The inner structure of schemas, as far as values are made from it. */
interface Inside {
  readonly type: string;
  readonly literal?: unknown;
  readonly options?: readonly unknown[];
  readonly wrapped?: Inside;
  readonly item?: Inside;
  readonly key?: Inside;
  readonly value?: Inside;
  readonly entries?: Readonly<Record<string, Inside>>;
  readonly pipe?: readonly Inside[];
}

/**
 * Makes values that have a schema's shape, and often, but not always, fit it: texts and numbers are
 * hostile ones as well as plain ones. Throws at a kind of schema that it does not know.
 */
export function nearValid(schema: v.GenericSchema): fc.Arbitrary<unknown> {
  return valuesOf(schema as unknown as Inside);
}

function valuesOf(schema: Inside): fc.Arbitrary<unknown> {
  const { type, entries = {}, options = [], wrapped, item, key, value } = schema;
  switch (type) {
    case "undefined":
      return fc.constant(undefined);
    case "literal":
      return fc.constant(schema.literal);
    case "picklist":
      return fc.constantFrom(...options);
    case "boolean":
      return fc.boolean();
    case "number":
      return fc.oneof(plain(schema, plainNumbers), fc.double());
    case "string":
      return fc.oneof(
        { arbitrary: plain(schema, plainTexts), weight: 4 },
        { arbitrary: fc.constantFrom(...hostileTexts), weight: 1 },
      );
    case "instance":
      return fc.uint8Array({ maxLength: 8 });
    case "nullable":
      return fc.option(inner(wrapped));
    case "exact_optional":
    case "optional":
      return fc.option(inner(wrapped), { nil: undefined });
    case "record":
      return fc.dictionary(inner(key) as fc.Arbitrary<string>, inner(value), { maxKeys: 3 });
    case "array":
      return fc.array(inner(item), { maxLength: 3 });
    case "variant":
    case "union":
      return fc.oneof(...options.map((option) => valuesOf(option as Inside)));
    case "strict_object":
    case "object":
      return fc.record(
        Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, valuesOf(entry)])),
        {
          requiredKeys: Object.keys(entries).filter(
            (key) => entries[key]?.type?.endsWith("optional") !== true,
          ),
        },
      );
    case "unknown":
      return fc.anything();
    default:
      throw new Error(`no values are known for a schema of the kind ${type}`);
  }
}

/** Returns the plain values that fit. */
function plain<T>(schema: Inside, values: readonly T[]): fc.Arbitrary<T> {
  const fitting = values.filter((value) => v.is(schema as unknown as v.GenericSchema, value));
  if (fitting.length === 0) throw new Error("nothing plain fits a schema: add what does");
  return fc.constantFrom(...fitting);
}

function inner(schema: Inside | undefined): fc.Arbitrary<unknown> {
  if (schema === undefined) throw new Error("a schema without what it wraps");
  return valuesOf(schema);
}
