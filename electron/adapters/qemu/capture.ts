import { rm, stat, writeFile } from "node:fs/promises";
import { lockHolder } from "../files/file-lock.ts";
import { createPrivateFile } from "../files/private-file.ts";
import { askQmp, type QmpError } from "./qmp-client.ts";
import type { MachineRuntime } from "./runtime.ts";

/** The ids of the filter, and of the card's end of the cable, at which it listens. */
const filter = { id: "capture0", netdev: "nic0" } as const;

/**
 * Has QEMU write each frame of a machine to a new file (pcap) that its owner alone may read. The mark
 * says so until `endCapture`. Errors of the file throw.
 */
export async function beginCapture(
  { qemu, capture }: MachineRuntime,
  file: string,
): Promise<QmpError | null> {
  await createPrivateFile(file, true);
  await writeFile(capture.mark, "");
  const args = { "qom-type": "filter-dump", ...filter, file };
  const added = await askQmp(qemu.commandQmp, "object-add", args);
  if (added.ok) return null;
  await rm(file, { force: true });
  return added.error;
}

/** Ends the capture of a machine; QEMU refuses if it captures nothing, which is fine. */
export async function endCapture({ qemu, capture }: MachineRuntime): Promise<QmpError | null> {
  const removed = await askQmp(qemu.commandQmp, "object-del", { id: filter.id });
  if (!removed.ok && removed.error.kind === "timeout") return removed.error;
  await rm(capture.mark, { force: true });
  return null;
}

/** Returns whether a capture goes on whose program has ended without ending it. */
export async function isCaptureAbandoned({ capture }: MachineRuntime): Promise<boolean> {
  const isMarked = (await stat(capture.mark).catch(() => null)) !== null;
  return isMarked && (await lockHolder(capture.lock)) === null;
}

/** Returns the size of a capture's file. */
export async function capturedBytes(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}
