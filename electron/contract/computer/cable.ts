import * as v from "valibot";
import { greetingSchema } from "./serve.ts";

/** By which a computer knows again who has put a cable into it. */
export const cableKey = /^[0-9a-f]{32}$/;

/** Why no cable can be plugged in there: its own LAN is on, it has another's cable, or no programs. */
const cableRefusals = ["lan-on", "joined", "failed"] as const;

/** The first line about a cable, which comes from there on the standard error. */
export const cableGreetingSchema = v.object({
  ...greetingSchema.entries,
  cable: v.picklist(["plugged", ...cableRefusals]),
});
export type CableAnswer = v.InferOutput<typeof cableGreetingSchema>["cable"];

/** The interval in ms of frames that nobody receives, by which the other end knows of this one. */
export const beatMs = 3000;
