import * as v from "valibot";
import { guestUserSchema, machineIdSchema } from "../base/primitives.ts";
import { templateNameSchema } from "../base/template-name.ts";
import { createFromTemplateSchema } from "../template/template.ts";
import { computerSchema } from "./computer.ts";

const {
  keyFiles: _files,
  userData: _data,
  certificates: _certificates,
  ...entries
} = createFromTemplateSchema.entries;

/** A new machine on another computer, from a template there; no file of this computer is read for it. */
export const farCreateSchema = v.strictObject({
  computer: computerSchema.entries.name,
  ...entries,
});
export type FarCreate = v.InferOutput<typeof farCreateSchema>;

/** The templates there, as a form needs them; those that cannot be read have no size. */
export const farTemplatesSchema = v.pipe(
  v.array(
    v.object({
      id: v.string(),
      name: v.pipe(v.string(), v.maxLength(200)),
      virtualBytes: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
      user: v.nullable(guestUserSchema),
      problemCode: v.nullable(v.string()),
    }),
  ),
  v.maxLength(1000),
);

/** A template there that machines can be made of. */
export const farTemplateSchema = v.object({
  id: machineIdSchema,
  name: templateNameSchema,
  virtualBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  user: v.nullable(guestUserSchema),
});
export type FarTemplate = v.InferOutput<typeof farTemplateSchema>;
