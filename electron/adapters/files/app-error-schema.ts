import * as v from "valibot";
import type { AppError } from "../../contract/errors/app-error.ts";
import { en } from "../../contract/words/en/english.ts";

/** An error that comes from another process: its code must have a sentence. */
export const appErrorSchema = v.pipe(
  v.object({
    code: v.pipe(
      v.string(),
      v.check((code) => Object.hasOwn(en.errors, code)),
    ),
    params: v.record(v.string(), v.union([v.string(), v.number()])),
    cause: v.optional(v.string()),
  }),
  // The params of each code are not checked one by one: a sentence with a gap does no harm.
  v.transform((error) => error as unknown as AppError),
);
