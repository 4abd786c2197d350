import type { Result } from "../../contract/errors/app-error.ts";
import type { OneShotAction } from "../../contract/root/one-shot.ts";
import { type ElevateOptions, runAsRoot } from "./elevate.ts";

/** Has root carry out one action, with a prompt of its own each time, and tells how it went. */
export function runOneShot(options: ElevateOptions, action: OneShotAction): Promise<Result<void>> {
  return runAsRoot(options, { v: 1, once: action });
}
