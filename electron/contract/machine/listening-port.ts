import * as v from "valibot";
import { machineIdSchema, portNumberSchema } from "../base/primitives.ts";

/** The scheme of a web page's address. */
export const webSchemeSchema = v.picklist(["http", "https"]);
export type WebScheme = v.InferOutput<typeof webSchemeSchema>;

/**
 * A TCP port on which a program in a guest listens. The name is a stranger's word: limited in length, and
 * without control characters.
 */
export interface ListeningPort {
  readonly port: number;
  /** The program; null if the guest did not tell. */
  readonly program: string | null;
  /** It listens on the guest's loopback alone, and so answers nobody else. */
  readonly isLocal: boolean;
  /** How a browser asks it, if it is likely to serve a web page; null for any other. */
  readonly web: WebScheme | null;
}

/** A request to show the web page at a machine's port. */
export const openPortSchema = v.strictObject({
  id: machineIdSchema,
  port: portNumberSchema,
  scheme: webSchemeSchema,
});
