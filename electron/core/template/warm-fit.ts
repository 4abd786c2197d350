import type { MachineFile } from "../../contract/machine/machine.ts";
import { buildQemuArgs } from "../machine/qemu-args.ts";
import type { QemuFiles, QemuProcessor } from "../machine/qemu-parts.ts";

/** Names in place of a machine's own, so that two machines of one kind have the same options. */
const files: QemuFiles = {
  ...{ pidFile: "pid", appQmp: "app", commandQmp: "command", serial: "serial", serialLog: "log" },
  ...{ keepQmp: "keep", vnc: "vnc", vncPassword: "password", agent: "agent", wake: "wake" },
};

/**
 * Returns QEMU's options for a machine without what is its own. Saved memory loads where all options
 * are the same: each of them may add a device, or change one.
 */
export function warmShape(machine: MachineFile, processor: QemuProcessor): string {
  const nobody: MachineFile = {
    ...machine,
    ...{ id: "id", name: "name", seed: "seed" },
    disk: { ...machine.disk, path: "disk" },
  };
  const memory = { path: "ram", isShared: false };
  return JSON.stringify(buildQemuArgs(nobody, files, processor, null, "base", memory));
}
