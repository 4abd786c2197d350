import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { uplinkChoiceSchema } from "./choice.ts";

/**
 * A network that this computer connects to: a wireless or mobile one is identified by
 * NetworkManager's ID of its connection, a wired one also by its router, because one wired
 * connection serves every socket.
 */
const knownNetworkSchema = v.strictObject({
  id: formed("network-id", v.pipe(v.string(), v.regex(/^[0-9a-f:@./ -]{1,120}$/))),
  /** For people. */
  name: formed("display-name", v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
});
export type KnownNetwork = v.InferOutput<typeof knownNetworkSchema>;

/** The uplink that was chosen at a known network. */
export const knownNetworkChoiceSchema = v.strictObject({
  ...knownNetworkSchema.entries,
  uplink: uplinkChoiceSchema,
});
export type KnownNetworkChoice = v.InferOutput<typeof knownNetworkChoiceSchema>;

/** Beyond this number the oldest known network is forgotten. */
export const mostKnownNetworks = 64;
