import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import type { WarmRecord } from "../../contract/template/warm.ts";
import { buildQemuArgs } from "../machine/qemu-args.ts";
import type { QemuFiles, QemuProcessor } from "../machine/qemu-parts.ts";

/** Names in place of a machine's own, so that two machines of one kind have the same options. */
const files: QemuFiles = {
  ...{ pidFile: "pid", appQmp: "app", commandQmp: "command", serial: "serial", serialLog: "log" },
  ...{ vnc: "vnc", vncPassword: "password", agent: "agent", wake: "wake" },
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

/** The part of a request for a machine that decides whether a warmed state fits. */
export interface WarmWish {
  readonly name: string;
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly diskBytes: number;
  readonly user: string;
  readonly userData: string | null;
}

/** Returns why a new machine cannot go on from a warmed state; null if nothing of its own forbids it. */
export function whyOther(wish: WarmWish, record: WarmRecord): AppError | null {
  const { name } = wish;
  const other = (what: "memory" | "cpus" | "disk" | "user" | "user-data") =>
    appError("template-warm-other", {
      ...{ name, what, memoryMiB: record.memoryMiB, cpus: record.cpus },
    });
  if (wish.userData !== null) return other("user-data");
  if (wish.memoryMiB !== record.memoryMiB) return other("memory");
  if (wish.cpus !== record.cpus) return other("cpus");
  if (wish.diskBytes !== record.diskBytes) return other("disk");
  return wish.user === record.user ? null : other("user");
}
