import type { Examination, Finding } from "../../../electron/contract/doctor/doctor.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";

/** The result of an examination for a first machine. */
export interface Readiness {
  /** The worst that keeps any machine from starting; null if nothing does. */
  readonly blocking: AppError | null;
  readonly hasKvm: boolean;
  /** How many further findings could be better, none of which is in the way. */
  readonly hints: number;
}

/** Findings that are errors, but keep no new machine from starting. */
const isElsewhere = ({ id }: Finding) =>
  id === "lan" || id === "guest-state" || id.startsWith("machine-");

/** Judges whether machines can start here: whatever else could be better is only a hint. */
export function readiness({ findings }: Examination): Readiness {
  const bad = findings.flatMap((finding) => (finding.level === "ok" ? [] : [finding]));
  const stops = bad.find((finding) => finding.level === "error" && !isElsewhere(finding));
  const hasKvm = findings.some(({ id, level }) => id === "kvm" && level === "ok");
  const hints = bad.filter((finding) => finding !== stops && finding.id !== "kvm").length;
  return { blocking: stops?.about ?? null, hasKvm, hints };
}
