import * as v from "valibot";
import type { GuestFacts, GuestFileSystem } from "../../../contract/machine/guest-facts.ts";
import { makeVisible } from "../../base/visible-text.ts";

/** The most that is taken of each kind, and of each text, in characters. */
const most = { fileSystems: 12, users: 8, addresses: 12, text: 80 };
/** From this share on a file system is told as nearly full. */
const nearlyFull = 0.9;

/** The answers of a guest's agent; undefined for one that it did not give. */
export interface AgentAnswers {
  readonly system?: unknown;
  readonly fileSystems?: unknown;
  readonly users?: unknown;
  readonly interfaces?: unknown;
}

const text = v.pipe(
  v.string(),
  v.transform((said) => makeVisible(said.slice(0, most.text).trim())),
);
const bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const systemSchema = v.object({
  "pretty-name": v.optional(text),
  name: v.optional(text),
  "kernel-release": v.optional(text),
});
const fileSystemSchema = v.object({
  mountpoint: text,
  "used-bytes": bytes,
  "total-bytes": v.pipe(bytes, v.minValue(1)),
});
const userSchema = v.object({ user: text });
const interfaceSchema = v.object({
  name: v.string(),
  "ip-addresses": v.optional(v.array(v.unknown()), []),
});
/** Digits and the signs of addresses alone: a text that looks like one is not told as one. */
const addressSchema = v.object({
  "ip-address": v.pipe(v.string(), v.maxLength(45), v.regex(/^[0-9a-f.:]+$/i)),
});

/** Returns those of a list that are as expected, at most so many. */
function fitting<T>(
  list: unknown,
  schema: v.GenericSchema<unknown, T>,
  limit: number,
): readonly T[] {
  const found: T[] = [];
  for (const each of Array.isArray(list) ? list : []) {
    const parsed = v.safeParse(schema, each);
    if (parsed.success) found.push(parsed.output);
    if (found.length === limit) break;
  }
  return found;
}

/** Reads what an agent has answered; what is not as expected is left out. */
export function readGuestFacts(answers: AgentAnswers): GuestFacts {
  const system = v.safeParse(systemSchema, answers.system);
  const {
    "pretty-name": pretty,
    name,
    "kernel-release": kernel,
  } = system.success ? system.output : {};
  const users = fitting(answers.users, userSchema, most.users);
  return {
    system: (pretty ?? name) || null,
    kernel: kernel || null,
    fileSystems: fitting(answers.fileSystems, fileSystemSchema, most.fileSystems).map(fileSystem),
    users: [...new Set(users.map(({ user }) => user))],
    addresses: addressesOf(answers.interfaces),
  };
}

function fileSystem(found: v.InferOutput<typeof fileSystemSchema>): GuestFileSystem {
  const totalBytes = found["total-bytes"];
  const usedBytes = Math.min(found["used-bytes"], totalBytes);
  return {
    ...{ mountedAt: found.mountpoint, usedBytes, totalBytes },
    isNearlyFull: usedBytes / totalBytes >= nearlyFull,
  };
}

function addressesOf(interfaces: unknown): readonly string[] {
  return fitting(interfaces, interfaceSchema, most.addresses)
    .filter(({ name }) => name !== "lo")
    .flatMap((each) => fitting(each["ip-addresses"], addressSchema, most.addresses))
    .map((each) => each["ip-address"].toLowerCase())
    .filter((address) => !address.startsWith("fe80:"))
    .slice(0, most.addresses);
}
