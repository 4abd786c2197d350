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

const ringsSchema = v.object({ "avail-phys": v.number(), "used-phys": v.number() });
/** A line of the monitor that shows two bytes of memory: “0000000001234abc: 0x0042”. */
const shown = /^[0-9a-f]+: (0x[0-9a-f]{4})\s*$/;

/**
 * Returns whether a guest waits for no answer of a server that has ended: as many requests as it made were
 * answered, in all queues (virtio 1.2, 2.7). False where QEMU is too old to tell.
 */
export async function hasNoOpenRequest({ qemu }: MachineRuntime, tag: string): Promise<boolean> {
  const client = await connectQmp(qemu.commandQmp);
  if (!client.ok) return false;
  const { execute, close } = client.value;
  const path = `/machine/peripheral/${deviceOf(tag)}/virtio-backend`;
  /** Reads the counter of a ring, which follows the two bytes of its flags. */
  const countAt = async (ring: number) => {
    const line = `xp /1hx ${ring + 2}`;
    const answer = await execute("human-monitor-command", { "command-line": line });
    return answer.ok ? (shown.exec(String(answer.value))?.[1] ?? null) : null;
  };
  try {
    for (let queue = 0; ; queue += 1) {
      const answer = await execute("x-query-virtio-vhost-queue-status", { path, queue });
      // After the last queue, of which there are two at least, QEMU refuses the question.
      if (!answer.ok) return queue >= 2;
      const rings = v.safeParse(ringsSchema, answer.value);
      if (!rings.success) return false;
      const made = await countAt(rings.output["avail-phys"]);
      if (made === null || made !== (await countAt(rings.output["used-phys"]))) return false;
    }
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
