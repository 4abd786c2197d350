import type { Finding, GoodNews } from "../../contract/doctor/doctor.ts";
import type { AppError } from "../../contract/errors/app-error.ts";

/** Returns a finding of something that is well. */
export function good(id: string, news: GoodNews): Finding {
  return { id, level: "ok", news };
}

/** Returns a finding of something that is not well. */
export function bad(id: string, level: "info" | "warning" | "error", about: AppError): Finding {
  return { id, level, about };
}
