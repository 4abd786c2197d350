import * as v from "valibot";
import { formed } from "../base/formed.ts";

/** When a step of a machine's provisioning runs: its first time, each time, or when its text changed. */
export const provisionWhens = ["once", "always", "changed"] as const;
export type ProvisionWhen = (typeof provisionWhens)[number];

/** The user in the guest that a step runs as. */
export const provisionUsers = ["root", "user"] as const;
export type ProvisionUser = (typeof provisionUsers)[number];

/** One step as `virtray.yaml` has it: `run` is a file of the project's if it has no blanks, else a text. */
export const provisionEntrySchema = v.strictObject({
  run: v.pipe(v.string(), v.minLength(1), v.maxLength(256 * 1024)),
  as: v.optional(v.picklist(provisionUsers)),
  when: v.optional(v.picklist(provisionWhens)),
});
export type ProvisionEntry = v.InferOutput<typeof provisionEntrySchema>;

/** Variables that steps get: shells know no other names. */
export const provisionEnvSchema = v.record(
  formed("variable", v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/))),
  formed(
    "line",
    v.pipe(v.string(), v.maxLength(4096), v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u)),
  ),
);

/** Another machine of the project that comes first, and how far: started, or set up and provisioned. */
export const afterSchema = formed(
  "after",
  v.pipe(v.string(), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?: (?:ready|started))?$/)),
);
