import * as v from "valibot";
import { type AppError, appError, type Result } from "../../contract/errors/app-error.ts";
import {
  type AddMachine,
  type AddMachineInput,
  addMachineSchema,
} from "../../contract/machine/machine.ts";
import { explainInput } from "../base/explain-issue.ts";
import { type HostLimits, leastMemoryMiB } from "./checks.ts";

/** Returns the error for a field of a request. */
function fieldError(
  issue: v.BaseIssue<unknown>,
  request: AddMachineInput,
  host: HostLimits,
): AppError {
  switch (v.getDotPath(issue)) {
    case "name":
      return appError("machine-name-invalid", { name: request.name });
    case "disk":
      return appError("disk-path-invalid", { path: request.disk });
    case "address":
      return appError("address-invalid", { address: request.address ?? "" });
    case "memoryMiB":
      return appError("memory-invalid", {
        ...{ asked: request.memoryMiB ?? 0, least: leastMemoryMiB, most: host.memoryMiB },
      });
    case "cpus":
      return appError("cpus-invalid", { asked: request.cpus ?? 0, most: host.cpus });
    case "vncDisplay":
      return appError("vnc-invalid", { display: String(request.vncDisplay) });
    default:
      return appError("input-invalid", explainInput(issue));
  }
}

/** Parses a typed request for a new machine; the first bad field makes the error. */
export function readAddMachine(request: AddMachineInput, host: HostLimits): Result<AddMachine> {
  const parsed = v.safeParse(addMachineSchema, request);
  if (parsed.success) return { ok: true, value: parsed.output };
  const [issue] = parsed.issues;
  return { ok: false, error: fieldError(issue, request, host) };
}
