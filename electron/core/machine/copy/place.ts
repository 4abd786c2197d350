import * as v from "valibot";
import { machineNameSchema } from "../../../contract/base/primitives.ts";

/** One end of a copy, as a person names it. */
export type CopyPlace =
  | { readonly kind: "stream" }
  | { readonly kind: "here"; readonly path: string }
  | { readonly kind: "machine"; readonly name: string; readonly path: string };

/**
 * Reads one end of a copy: `NAME:PATH` in a machine, `-` for a stream, else a path here. A path here
 * whose beginning looks like the name of a machine is written with `./` before it, as for scp.
 */
export function readCopyPlace(text: string): CopyPlace {
  if (text === "-") return { kind: "stream" };
  const colon = text.indexOf(":");
  const name = text.slice(0, Math.max(0, colon));
  return v.is(machineNameSchema, name)
    ? { kind: "machine", name, path: text.slice(colon + 1) }
    : { kind: "here", path: text };
}
