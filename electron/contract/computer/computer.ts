import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { machineNameSchema } from "../base/primitives.ts";
import type { AppError } from "../errors/app-error.ts";

/** The most computers that one user may add. */
export const mostComputers = 16;

/** A computer as ssh knows it: never an option, and nothing that a shell would read otherwise. */
export const sshHostSchema = formed(
  "ssh-host",
  v.pipe(
    v.string(),
    v.regex(/^(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}@)?[A-Za-z0-9_][A-Za-z0-9_.:-]{0,252}$/),
  ),
);

/** Another computer of the user's, whose machines are shown and handled here. */
export const computerSchema = v.strictObject({
  name: machineNameSchema,
  host: sshHostSchema,
  /** Whether its machines are in this computer's LAN. */
  isJoined: v.optional(v.boolean(), false),
  /** Whether it is an uplink of this computer: machines of the LAN may leave through it. */
  isUplink: v.optional(v.boolean(), false),
});
export type Computer = v.InferOutput<typeof computerSchema>;

/** A computer as it was last heard of. */
export interface ComputerLook extends Computer {
  /** Whether the cable to it is plugged in now. */
  readonly isPlugged: boolean;
  /** The interface of the uplink through it, whether it is one or not. */
  readonly viaName: string;
  /** Whether packets can leave through it now. */
  readonly leadsOut: boolean;
  /** How many machines it has; null if it never answered. */
  readonly machines: number | null;
  /** When it last answered, in ms since the epoch; null if it never did. */
  readonly answered: number | null;
  /** Why it or its cable does not work; null if nothing is known against it. */
  readonly problem: AppError | null;
}

/** All computers, and the machines there that the LAN does not serve because of others. */
export interface ComputersLook {
  readonly computers: readonly ComputerLook[];
  readonly clashes: readonly AppError[];
}
