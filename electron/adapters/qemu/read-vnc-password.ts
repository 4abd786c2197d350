import { readFileSync } from "node:fs";
import type { MachineRuntime } from "./runtime.ts";

/** Returns the password of the VNC display of a machine that runs; null if it asks for none. */
export function readVncPassword(runtime: MachineRuntime): string | null {
  try {
    return readFileSync(runtime.qemu.vncPassword, "utf8");
  } catch {
    return null;
  }
}
