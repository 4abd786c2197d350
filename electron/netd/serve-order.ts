import * as v from "valibot";
import {
  earlierServeOrderSchema,
  type ServeOrder,
  serveOrderSchema,
} from "../contract/lan/netd.ts";

/** Longer than any order is: a LAN is a name, an address and a number. */
const longestArgument = 1024;

/**
 * Parses the argument of the command line; null if it is not an order. An order of an earlier
 * version's app names no LAN: its netd may keep and take back the present LAN, and does not switch
 * one on.
 */
export function readServeOrder(argument: string | undefined): ServeOrder | null {
  if (argument === undefined || argument.length > longestArgument) return null;
  try {
    const json: unknown = JSON.parse(Buffer.from(argument, "base64url").toString("utf8"));
    if (v.is(earlierServeOrderSchema, json)) return { v: 2, do: "serve", lan: null };
    const parsed = v.safeParse(serveOrderSchema, json);
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
