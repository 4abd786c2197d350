import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { type NetdRequest, netdRequestSchema } from "../../contract/lan/netd.ts";

/**
 * Parses one line as a request, as a whole: an unknown verb, an extra field or a value outside its
 * pattern is refused, and reaches no other code.
 */
export function parseRequest(line: string): Result<NetdRequest> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return fail("netd-refused", { detail: "not-json" });
  }
  const parsed = v.safeParse(netdRequestSchema, json);
  if (parsed.success) return ok(parsed.output);
  const field = v.getDotPath(parsed.issues[0]) ?? "the request";
  return fail("netd-refused", { detail: `field-invalid:${field}` });
}
