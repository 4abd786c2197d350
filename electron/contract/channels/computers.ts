import * as v from "valibot";
import { type ComputersLook, computerSchema } from "../computer/computer.ts";
import { type FarTemplate, farCreateSchema } from "../computer/far-create.ts";
import { machineReferenceSchema } from "../computer/far-machine.ts";
import type { FarPath } from "../computer/far-path.ts";
import type { AppError } from "../errors/app-error.ts";

const one = <A>() => ({ answer: undefined as A });
const { name, host } = computerSchema.entries;

/** The channels of other computers of the user's. */
export const computerChannels = {
  /** The computers as they were last heard of; none is asked for it. */
  "computer.list": { request: v.undefined(), ...one<ComputersLook>() },
  "computer.add": { request: v.strictObject({ name, host }), ...one<void>() },
  "computer.remove": { request: v.strictObject({ name }), ...one<void>() },
  /** Connects to a computer, and answers with what is missing there; empty if nothing is. */
  "computer.check": { request: v.strictObject({ name }), ...one<readonly AppError[]>() },
  /**
   * Moves a machine: one of this computer to another one, or one of another computer to this one, which is
   * null. One that is running goes on meanwhile, unless it is to be shut down first and started again there.
   * Answers once it is there; its job shows the progress.
   */
  "machine.move": {
    request: v.strictObject({
      id: machineReferenceSchema,
      to: v.nullable(name),
      stopFirst: v.boolean(),
    }),
    ...one<void>(),
  },
  /** Checks the connection of a machine there, hop by hop; takes a few seconds. */
  "computer.path": {
    request: v.strictObject({ id: machineReferenceSchema }),
    ...one<FarPath>(),
  },
  /** The templates there that machines can be made of. */
  "computer.templates": { request: v.strictObject({ name }), ...one<readonly FarTemplate[]>() },
  /** Creates a machine there; answers with the reference to it. */
  "computer.create": { request: farCreateSchema, ...one<{ readonly id: string }>() },
  /** Has a computer's machines join this computer's LAN, or leave it. */
  "computer.join": {
    request: v.strictObject({ name, isJoined: v.boolean() }),
    ...one<void>(),
  },
  /** Has a computer be an uplink through which machines may leave, or not. */
  "computer.lead": {
    request: v.strictObject({ name, isUplink: v.boolean() }),
    ...one<void>(),
  },
} as const;
