import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { commandQemu, machineError } from "../process.ts";
import { askQmp } from "../qmp-client.ts";
import type { MachineRuntime } from "../runtime.ts";
import { announce, diskExport } from "./source.ts";

/** Loading what has come takes QEMU well under a second; longer than this, and it counts as hung, in ms. */
const loadMs = 15_000;
const lookMs = 10;

/** Has a QEMU that waits for a running machine take its disks and memory, at two sockets. */
export function awaitLive(
  runtime: MachineRuntime,
  name: string,
  disks: number,
): Promise<Result<void>> {
  const { live } = runtime;
  return commandQemu(runtime, name, async (client) => {
    const addr = { type: "unix", data: { path: live.disks } };
    const commands: (readonly [string, Readonly<Record<string, unknown>>])[] = [
      // Nothing is announced before the guest goes on: it still runs at the other side.
      ["migrate-set-parameters", { "announce-rounds": 0 }],
      ["nbd-server-start", { addr, "max-connections": disks }],
    ];
    for (let place = 0; place < disks; place += 1) {
      const node = { "node-name": diskExport(place), name: diskExport(place) };
      commands.push(["block-export-add", { type: "nbd", id: node.name, ...node, writable: true }]);
    }
    commands.push(["migrate-incoming", { uri: `unix:${live.memory}` }]);
    for (const [command, args] of commands) {
      const done = await client.execute(command, args);
      if (!done.ok) return done.error;
    }
    return null;
  });
}

/** Waits until all that has come is loaded, and has QEMU take nothing any more. */
export async function settleLive(runtime: MachineRuntime, name: string): Promise<Result<void>> {
  const deadline = Date.now() + loadMs;
  for (;;) {
    const status = await askQmp(runtime.qemu.commandQmp, "query-status", {}, loadMs);
    if (!status.ok) return { ok: false, error: machineError(name, status.error) };
    const { status: now } = status.value as { readonly status?: unknown };
    if (now !== "inmigrate") break;
    if (Date.now() > deadline) return fail("machine-not-answering", { name }, "inmigrate");
    await delay(lookMs);
  }
  const stopped = await askQmp(runtime.qemu.commandQmp, "nbd-server-stop");
  await Promise.all(
    [runtime.live.disks, runtime.live.memory].map((path) =>
      rm(path, { force: true }).catch(() => {}),
    ),
  );
  return stopped.ok ? ok(undefined) : { ok: false, error: machineError(name, stopped.error) };
}

/** Has a guest that was loaded go on, and the LAN learn where it is. */
export async function resumeLive(runtime: MachineRuntime, name: string): Promise<Result<void>> {
  const gone = await askQmp(runtime.qemu.commandQmp, "cont");
  return gone.ok ? announce(runtime, name) : { ok: false, error: machineError(name, gone.error) };
}
