import * as v from "valibot";
import { guestWords } from "./setup-log.ts";

/** How far the set-up of a guest by cloud-init is. */
export type SetupStatus =
  | { readonly stage: "ready" }
  | { readonly stage: "waiting" }
  | { readonly stage: "failed"; readonly line: string };

const statusSchema = v.object({
  status: v.string(),
  errors: v.optional(v.array(v.string()), []),
  detail: v.optional(v.string(), ""),
});

/**
 * Reads the answer of `cloud-init status`, as JSON or as the text of versions that know no JSON. It is a
 * stranger's word: what is not understood counts as not yet ready.
 */
export function readSetupStatus(answer: string): SetupStatus {
  const { status, errors, detail } = parsed(answer);
  switch (status) {
    case "done":
    case "disabled":
      return { stage: "ready" };
    case "error":
    case "degraded done":
      return { stage: "failed", line: guestWords(errors[0] ?? detail) || status };
    default:
      return { stage: "waiting" };
  }
}

function parsed(answer: string): v.InferOutput<typeof statusSchema> {
  try {
    return v.parse(statusSchema, JSON.parse(answer));
  } catch {
    const status = /^status: (.+)$/m.exec(answer)?.[1] ?? "";
    return v.parse(statusSchema, { status });
  }
}
