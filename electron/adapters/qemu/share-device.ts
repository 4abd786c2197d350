import * as v from "valibot";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import { machineError } from "./process.ts";
import { askQmp, connectQmp } from "./qmp-client.ts";
import type { MachineRuntime } from "./runtime.ts";

const memorySchema = v.array(v.object({ share: v.boolean() }));

/** Returns whether the memory of a running machine is one that a server of files can share. */
export async function hasSharedMemory({ qemu }: MachineRuntime): Promise<boolean> {
  const answer = await askQmp(qemu.commandQmp, "query-memdev");
  const parsed = v.safeParse(memorySchema, answer.ok ? answer.value : null);
  return parsed.success && parsed.output.some(({ share }) => share);
}

const deviceOf = (tag: string) => `${tag}-device`;

/** Plugs in the device by which a guest finds a folder that is served at a socket. */
export async function plugShare(
  runtime: MachineRuntime,
  name: string,
  tag: string,
  socket: string,
): Promise<Result<void>> {
  const client = await connectQmp(runtime.qemu.commandQmp);
  if (!client.ok) return { ok: false, error: machineError(name, client.error) };
  const { execute, close } = client.value;
  try {
    const addr = { type: "unix", data: { path: socket } };
    const line = { type: "socket", data: { addr, server: false } };
    const joined = await execute("chardev-add", { id: tag, backend: line });
    if (!joined.ok) return { ok: false, error: machineError(name, joined.error) };
    const device = { driver: "vhost-user-fs-pci", id: deviceOf(tag), chardev: tag, tag };
    const plugged = await execute("device_add", device);
    if (plugged.ok) return ok(undefined);
    await execute("chardev-remove", { id: tag });
    return { ok: false, error: machineError(name, plugged.error) };
  } finally {
    close();
  }
}

/** A guest that is asked to let go of a device answers within a second, if at all. */
const letGoMs = 10_000;

/**
 * Has a guest let go of such a device, and removes it; false: the guest did not, so that it stays until
 * the machine stops.
 */
export async function unplugShare(runtime: MachineRuntime, tag: string): Promise<boolean> {
  let gone = () => {};
  const deleted = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const client = await connectQmp(runtime.qemu.commandQmp, {
    onEvent: ({ name, data }) => {
      if (name === "DEVICE_DELETED" && Object(data).device === deviceOf(tag)) gone();
    },
  });
  if (!client.ok) return false;
  const { execute, close } = client.value;
  let timer: NodeJS.Timeout | undefined;
  try {
    const asked = await execute("device_del", { id: deviceOf(tag) });
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, letGoMs);
    });
    if (asked.ok) await Promise.race([deleted, late]);
    return (await execute("chardev-remove", { id: tag })).ok;
  } finally {
    clearTimeout(timer);
    close();
  }
}
