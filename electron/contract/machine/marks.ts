import * as v from "valibot";
import { formed } from "../base/formed.ts";

/** A word by which machines are found and chosen. */
export const tagSchema = formed("tag", v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,31}$/)));

/** A text about a machine for its user, in one line. */
export const noteSchema = formed(
  "note",
  v.pipe(v.string(), v.maxLength(200), v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+$/u)),
);

/** The notes of a user about a machine; nothing in them changes how it runs. */
export const markEntries = {
  /** Sorted, each once; absent if there are none. */
  tags: v.optional(v.pipe(v.array(tagSchema), v.maxLength(16))),
  note: v.optional(noteSchema),
  /** Deleting, forcing off and restoring are refused; absent if not. */
  protected: v.optional(v.literal(true)),
};

/** A request to change these; what is omitted stays. */
export const markMachineSchema = v.strictObject({
  addTags: v.optional(v.array(tagSchema), []),
  removeTags: v.optional(v.array(v.string()), []),
  /** Null removes the note. */
  note: v.optional(v.nullable(noteSchema)),
  isProtected: v.optional(v.boolean()),
});
export type MarkMachine = v.InferOutput<typeof markMachineSchema>;
