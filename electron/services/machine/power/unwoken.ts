import { join } from "node:path";
import { publishDrafts, removeFiles } from "../../../adapters/files/draft-files.ts";
import { createLinkedDisk } from "../../../adapters/image/base-image.ts";
import { renewGuest } from "../../../adapters/image/guest-identity.ts";
import { readLocks } from "../../../adapters/process/process-identity.ts";
import {
  forgetProcess,
  type MachineRuntime,
  observeRuntime,
} from "../../../adapters/qemu/runtime.ts";
import { basePath, readTemplate } from "../../../adapters/store/template-store.ts";
import { forgetWaking, isWaking } from "../../../adapters/store/waking-record.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { fileError } from "../../../core/base/file-error.ts";
import { machineIdOf } from "../../../core/disk/guest-identity.ts";
import { lookOnLan } from "../../registry/lan-addresses.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { endProcess } from "./power.ts";

/**
 * Makes the disk of a machine anew whose guest was not told who it is: what runs is a second one of the
 * guest that was warmed, and nothing of its user's is on it. It boots then, unless somebody else has its
 * address. Does nothing for all other machines. The lock is held.
 */
export async function renewUnwoken(
  parts: MachinesParts,
  machine: MachineFile,
  runtime: MachineRuntime,
): Promise<Result<void>> {
  const { paths } = parts;
  const folder = join(paths.machines, machine.id);
  const { template, disk, name, id, network } = machine;
  if (template === undefined || !(await isWaking(folder))) return ok(undefined);
  const { process } = await observeRuntime(runtime, await readLocks());
  if (process !== null && !(await endProcess(runtime, process))) {
    return fail("machine-not-answering", { name });
  }
  await forgetProcess(runtime);
  // A machine counts before the LAN has answered whether its address is free, and may have been killed then.
  const taken = (await lookOnLan(parts, network.address)).get(network.address);
  if (taken !== undefined) return { ok: false, error: taken };
  const stored = await readTemplate(paths.templates, template.id);
  if (!stored.ok) return stored;
  const base = basePath(paths.templates, template.id);
  const draft = `${disk.path}.new`;
  try {
    await removeFiles([draft]);
    const made = await createLinkedDisk(base, draft, stored.value.base.virtualBytes);
    if (!made.ok) return made;
    const renewed = await renewGuest({ path: draft, base }, machineIdOf(id));
    if (!renewed.ok) return renewed;
    const placed = await publishDrafts([{ path: draft, to: disk.path }], true);
    if (!placed.ok) return placed;
    await forgetWaking(folder);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(disk.path, error) };
  }
}
