/** The schemas of requests and files, made from the rows of the hardware's settings. */
import * as v from "valibot";
import {
  type Asked,
  type FieldsWith,
  fieldsOn,
  type HardwareField,
  hardwareFields,
  type Rows,
  type Setting,
  settingOf,
} from "./hardware.ts";

// The compiler cannot follow a loop over the rows, so each of these names the type of its result.
type Optional<F extends HardwareField> = v.OptionalSchema<Rows[F]["schema"], undefined>;
type Entries = Readonly<Record<string, v.GenericSchema>>;
const entries = (
  fields: readonly HardwareField[],
  write: (row: Setting, field: HardwareField) => readonly [name: string, schema: v.GenericSchema],
): Entries => Object.fromEntries(fields.map((field) => write(settingOf(field), field)));

/** The settings of a request for a new machine; omitted ones get their usual values. */
export const newEntries = entries(fieldsOn("new"), ({ schema, usual, isLeftOut }, field) => [
  field,
  isLeftOut === true ? v.optional(schema) : v.optional(schema, usual),
]) as unknown as {
  readonly [F in Asked<"new">]: Rows[F] extends { readonly isLeftOut: true }
    ? Optional<F>
    : v.OptionalSchema<Rows[F]["schema"], Rows[F]["usual"]>;
};

/**
 * The settings of a request for a machine from a template; the template or the table decides
 * omitted ones.
 */
export const templateEntries = entries(fieldsOn("template"), ({ schema }, field) => [
  field,
  v.optional(schema),
]) as unknown as { readonly [F in Asked<"template">]: Optional<F> };

/** The settings of a request to change a machine; omitted ones stay. */
export const changeEntries = entries(fieldsOn("set"), ({ schema }, field) => [
  field,
  v.optional(schema),
]) as unknown as { readonly [F in Asked<"set">]: Optional<F> };

/** The settings of a project's machines, which are created from templates. */
export const projectEntries = entries(fieldsOn("template"), ({ schema, flag }) => [
  flag,
  v.optional(schema),
]) as unknown as { readonly [F in Asked<"template"> as Rows[F]["flag"]]: Optional<F> };

/** The settings at the top level of `machine.json`. */
export const fileEntries = entries(
  hardwareFields.filter((field) => settingOf(field).part === undefined),
  ({ schema, isLeftOut }, field) => [field, isLeftOut === true ? v.optional(schema) : schema],
) as unknown as {
  readonly [F in HardwareField as Rows[F] extends { readonly part: string }
    ? never
    : F]: Rows[F] extends { readonly isLeftOut: true } ? Optional<F> : Rows[F]["schema"];
};

/** Returns the settings in a part of `machine.json`. */
export function partEntries<P extends "disk" | "network">(part: P) {
  return entries(
    hardwareFields.filter((field) => settingOf(field).part === part),
    ({ schema }, field) => [field, schema],
  ) as unknown as {
    readonly [F in FieldsWith<{ readonly part: P }>]: Rows[F]["schema"];
  };
}
