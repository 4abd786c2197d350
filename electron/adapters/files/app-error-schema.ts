import * as v from "valibot";
import type { AppError } from "../../contract/errors/app-error.ts";

/**
 * An error that comes from another process. That may be of another version, whose codes are told
 * without a sentence of their own (`describeError`).
 */
export const appErrorSchema = v.pipe(
  v.object({
    code: v.pipe(v.string(), v.regex(/^[a-z][-a-z0-9]*$/)),
    params: v.record(v.string(), v.union([v.string(), v.number()])),
    cause: v.optional(v.string()),
  }),
  // The params of each code are not checked one by one: a sentence with a gap does no harm.
  v.transform((error) => error as unknown as AppError),
);
