import * as v from "valibot";
import { portNumberSchema } from "../../../../electron/contract/base/primitives.ts";

/** Parses a port; null if the text is not one. */
export function readPort(text: string): number | null {
  const typed = text.trim();
  const parsed = v.safeParse(portNumberSchema, /^\d+$/.test(typed) ? Number(typed) : null);
  return parsed.success ? parsed.output : null;
}
