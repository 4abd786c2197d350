import * as v from "valibot";
import { type AppError, appError, type Result } from "../../contract/errors/app-error.ts";
import { explainInput } from "../../core/base/explain-issue.ts";

/** Returns the error of a wrong field. */
function fieldError(field: string, input: string, issue: v.BaseIssue<unknown>): AppError {
  switch (field) {
    case "name":
      return appError("machine-name-invalid", { name: input });
    case "address":
      return appError("address-invalid", { address: input });
    case "user":
      return appError("user-invalid", { user: input });
    case "from.url":
      return appError("url-invalid", { url: input });
    case "from.checksum.sum":
      return appError("checksum-invalid", { sum: input });
    case "vncDisplay":
      return appError("vnc-invalid", { display: input });
    case "memoryMiB":
      return appError("option-invalid", { option: "memory", text: input });
    case "cpus":
      return appError("option-invalid", { option: "cpus", text: input });
    case "diskBytes":
    case "bytes":
      return appError("option-invalid", { option: "disk", text: input });
    default:
      return appError("input-invalid", explainInput(issue));
  }
}

/** Parses a typed request; the first wrong field makes the error. */
export function readInput<T>(schema: v.GenericSchema<unknown, T>, request: unknown): Result<T> {
  const parsed = v.safeParse(schema, request);
  if (parsed.success) return { ok: true, value: parsed.output };
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue) ?? "";
  return { ok: false, error: fieldError(field, String(issue.input), issue) };
}
