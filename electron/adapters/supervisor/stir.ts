import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Paths } from "../files/paths.ts";

/** Has the supervisor look again, by a change in a folder that it watches; nothing without one. */
export function stirSupervisor({ runtime }: Pick<Paths, "runtime">): void {
  try {
    closeSync(openSync(join(runtime, "stirred"), "w", 0o600));
  } catch {
    // Without the folder nothing runs.
  }
}
