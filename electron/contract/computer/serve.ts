import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { languages } from "../base/languages.ts";
import {
  guestUserSchema,
  ipv4AddressSchema,
  macAddressSchema,
  machineIdSchema,
  machineNameSchema,
} from "../base/primitives.ts";
import { machineStatuses } from "../machine/machine.ts";
import { noteSchema, tagSchema } from "../machine/marks.ts";
import { moveTokenSchema } from "./move.ts";

/**
 * The conversation with `virtray serve` on another computer: a greeting there, then requests from here
 * and messages from there, each a line of JSON. It is raised with each change that the other side would
 * not understand.
 */
export const serveProtocol = 5;

/** The longest line that either side reads, in bytes: a thousand machines with their sentences. */
export const mostLineBytes = 2 * 1024 ** 2;

/** The interval in ms of signs of life from here; the other side ends when it misses several. */
export const aliveMs = 5000;

/** A program that machines or the LAN need there; its package is known here, not told from there. */
export const neededPrograms = [
  "qemu-system-x86_64",
  "qemu-img",
  "vde_switch",
  "vde_plug",
  "setpriv",
] as const;

const numberSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const codeSchema = formed("error-code", v.pipe(v.string(), v.regex(/^[a-z][-a-z0-9]{0,60}$/)));

/** The first message of the other computer. */
export const greetingSchema = v.object({
  virtray: formed("version", v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+[-0-9A-Za-z.]{0,30}$/))),
  protocol: numberSchema,
});

const undecidedEntries = { machine: machineIdSchema, token: moveTokenSchema };

/** The answer to `leaving`. */
export const farLeavingSchema = v.pipe(
  v.array(v.strictObject(undecidedEntries)),
  v.maxLength(1000),
);

/** A question to the other computer. */
export const serveRequestSchema = v.variant("ask", [
  v.strictObject({ ask: v.literal("alive") }),
  v.strictObject({ id: numberSchema, ask: v.literal("machines") }),
  /** The machines once they differ from those of an earlier answer, or after a while. */
  v.strictObject({ id: numberSchema, ask: v.literal("news"), since: v.nullable(numberSchema) }),
  v.strictObject({ id: numberSchema, ask: v.literal("needs") }),
  /** Whether a machine has arrived by a move; if not, it never will by that one. */
  v.strictObject({ id: numberSchema, ask: v.literal("arrived"), ...undecidedEntries }),
  /** The machines there that were given up for a computer that fetched them. */
  v.strictObject({ id: numberSchema, ask: v.literal("leaving") }),
  /** Ends the move of one of these. */
  v.strictObject({
    ...{ id: numberSchema, ask: v.literal("settle"), ...undecidedEntries },
    arrived: v.boolean(),
  }),
  v.strictObject({ id: numberSchema, ask: v.literal("log"), machine: machineIdSchema }),
  v.strictObject({
    id: numberSchema,
    ask: v.literal("command"),
    words: v.pipe(v.array(v.pipe(v.string(), v.maxLength(65_536))), v.maxLength(200)),
    language: v.picklist(languages),
  }),
]);
export type ServeRequest = v.InferOutput<typeof serveRequestSchema>;

/** A later message of the other computer: an answer, or a piece of a command's output before it. */
export const serveMessageSchema = v.union([
  v.strictObject({ id: numberSchema, value: v.unknown() }),
  v.strictObject({
    id: numberSchema,
    failed: codeSchema,
  }),
  v.strictObject({ id: numberSchema, to: v.picklist(["stdout", "stderr"]), text: v.string() }),
]);
export type ServeMessage = v.InferOutput<typeof serveMessageSchema>;

/** A machine there: what is shown of it here. */
export const farMachineSchema = v.object({
  id: machineIdSchema,
  name: machineNameSchema,
  status: v.picklist(machineStatuses),
  address: v.nullable(ipv4AddressSchema),
  mac: v.nullable(macAddressSchema),
  /** The user to log in as; null if unknown. */
  user: v.nullable(guestUserSchema),
  reachable: v.nullable(v.boolean()),
  uptimeSeconds: v.nullable(numberSchema),
  accelerator: v.nullable(v.picklist(["kvm", "tcg"])),
  problemCode: v.nullable(codeSchema),
  tags: v.pipe(v.array(tagSchema), v.maxLength(16)),
  note: v.nullable(noteSchema),
  protected: v.boolean(),
});
export type FarMachine = v.InferOutput<typeof farMachineSchema>;

/** The answer to `machines`. */
export const farMachinesSchema = v.pipe(v.array(farMachineSchema), v.maxLength(1000));

/** The time in ms after which `news` is answered although nothing has changed. */
export const newsMs = 20_000;

/** The answer to `news`; `state` is the number to ask for the next ones since. */
export const farNewsSchema = v.object({ state: numberSchema, machines: farMachinesSchema });
export type FarNews = v.InferOutput<typeof farNewsSchema>;

/** The answer to `log`: the last lines of a machine. */
export const farLogSchema = v.pipe(
  v.array(v.pipe(v.string(), v.maxLength(10_000))),
  v.maxLength(1000),
);

/** The answer to `needs`. */
export const farNeedsSchema = v.object({
  missing: v.pipe(v.array(v.picklist(neededPrograms)), v.maxLength(neededPrograms.length)),
  manager: v.nullable(v.picklist(["apt-get", "dnf", "pacman"])),
  kvm: v.boolean(),
  /** Whether its QEMU can be the router of an uplink. */
  router: v.boolean(),
});
export type FarNeeds = v.InferOutput<typeof farNeedsSchema>;

/** The answer to `command`: its exit code. */
export const exitCodeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(255));
