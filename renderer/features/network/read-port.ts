import * as v from "valibot";
import { portNumberSchema } from "../../../electron/contract/base/primitives.ts";

/** A port as a person types it; null: it is none. */
export function readPort(text: string): number | null {
  const typed = text.trim();
  const parsed = v.safeParse(portNumberSchema, /^\d+$/.test(typed) ? Number(typed) : null);
  return parsed.success ? parsed.output : null;
}
