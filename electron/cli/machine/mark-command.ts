import * as v from "valibot";
import { appError } from "../../contract/errors/app-error.ts";
import { markMachineSchema } from "../../contract/machine/marks.ts";
import { explainIssue } from "../../core/base/explain-issue.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { Voice } from "../base/output.ts";
import { UsageFault } from "../base/usage-fault.ts";
import { actOnEach } from "./commands.ts";

/** The options of `mark`. */
export interface MarkOptions {
  readonly tag?: readonly string[];
  readonly untag?: readonly string[];
  readonly note?: string;
  readonly protect?: true;
  readonly unprotect?: true;
}

/** `virtray mark NAME…`: changes tags, note and protection. */
export function markCommand(
  machines: MachinesService,
  voice: Voice,
  names: readonly string[],
  { tag, untag, note, protect, unprotect }: MarkOptions,
): Promise<number> {
  if ([tag, untag, note, protect, unprotect].every((each) => each === undefined)) {
    throw new UsageFault(appError("marks-missing", {}));
  }
  const parsed = v.safeParse(markMachineSchema, {
    ...(tag === undefined ? {} : { addTags: tag }),
    ...(untag === undefined ? {} : { removeTags: untag }),
    ...(note === undefined ? {} : { note: note === "" ? null : note }),
    ...(protect === unprotect ? {} : { isProtected: protect === true }),
  });
  if (!parsed.success) {
    const fault = explainIssue(parsed.issues[0]);
    const field = fault.field === "note" ? "--note" : "--tag";
    throw new UsageFault(appError("input-invalid", { ...fault, field }));
  }
  return actOnEach(machines, voice, names, (id) => machines.mark(id, parsed.output));
}
