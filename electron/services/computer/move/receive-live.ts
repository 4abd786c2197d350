import { basename, join } from "node:path";
import type { StreamChannel } from "../../../adapters/computer/move-streams.ts";
import { roomIn } from "../../../adapters/files/room-guard.ts";
import { createLinkedDisk } from "../../../adapters/image/base-image.ts";
import { createEmptyDisk, createRawDisk } from "../../../adapters/image/disk-size.ts";
import { ownBundle } from "../../../adapters/own-install/bundle.ts";
import { runAfterUs } from "../../../adapters/process/after-us.ts";
import { awaitLive, settleLive } from "../../../adapters/qemu/live/target.ts";
import {
  type MachineRuntime,
  machineRuntime,
  prepareRuntime,
} from "../../../adapters/qemu/runtime.ts";
import { basePath } from "../../../adapters/store/template-store.ts";
import type { LiveOffer } from "../../../contract/computer/move.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { machineDisks } from "../../../core/machine/disks.ts";
import { startWeather } from "../../machine/network/weather.ts";
import { launch } from "../../machine/power/launch.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { diskName } from "./files.ts";
import { type Hearing, strangeFrom, type TakenPlace } from "./hearing.ts";
import { endLeftover } from "./leftover.ts";
import { prepareDisks, publish } from "./publish.ts";
import { resumeArrived } from "./resume.ts";

/**
 * Takes a machine that runs: its QEMU is started here with empty disks, which fill up with its memory while
 * the guest still runs at the other side. It is ended unless the machine becomes this computer's; a process
 * that outlives ours sees to that.
 */
export async function takeLive(
  parts: MachinesParts,
  channel: StreamChannel,
  place: TakenPlace & { readonly live: LiveOffer },
  hearing: Hearing,
): Promise<Result<MachineFile>> {
  const { offer, folder, machine, base, live } = place;
  const { paths } = parts;
  await endLeftover(parts, machine.id);
  const runtime = machineRuntime(paths, machine.id);
  const prepared = prepareRuntime(paths, runtime, parts.uid);
  if (!prepared.ok) return prepared;
  const made = await makeDisks(
    folder,
    machine,
    live.disks.map(({ virtualBytes }) => virtualBytes),
    base && basePath(paths.templates, base.id),
  );
  if (!made.ok) return made;
  const placed = await prepareDisks(parts, folder, machine, base);
  if (!placed.ok) return placed;
  const { computer } = hearing.options;
  const named = computer === null ? [] : ["--computer", computer];
  const words = ["mend-move", "target", machine.id, offer.token, ...named];
  const guard = runAfterUs([process.execPath, ownBundle("cli"), ...words]);
  let taken: Result<MachineFile> | null = null;
  try {
    taken = await fill(parts, channel, { ...place, machine: placed.value }, runtime, hearing);
    return taken;
  } finally {
    channel.closeStreams();
    if (taken === null || !taken.ok) await endLeftover(parts, machine.id);
    guard.spare();
  }
}

async function makeDisks(
  folder: string,
  machine: MachineFile,
  sizes: readonly number[],
  base: string | null,
): Promise<Result<void>> {
  for (const [index, { format }] of machineDisks(machine).entries()) {
    const path = join(folder, diskName(index, { format }));
    const size = sizes[index] ?? 0;
    const made = await (format === "raw"
      ? createRawDisk(path, size)
      : index === 0 && base !== null
        ? createLinkedDisk(base, path, size)
        : createEmptyDisk(path, size));
    if (!made.ok) return made;
  }
  return ok(undefined);
}

/** Starts QEMU, has the other side fill it, and makes the machine this computer's. */
async function fill(
  parts: MachinesParts,
  channel: StreamChannel,
  { offer, folder, machine, live }: TakenPlace & { readonly live: LiveOffer },
  runtime: MachineRuntime,
  { hear, options }: Hearing,
): Promise<Result<MachineFile>> {
  const { name } = machine;
  const launched = await launch(parts, startingIn(folder, machine, live), runtime, "live");
  if (!launched.ok) return launched;
  const waits = await awaitLive(runtime, name, live.disks.length);
  if (!waits.ok) return waits;
  let isFull = false;
  channel.accept(runtime.live, async () => {
    isFull = (await roomIn(folder)) === 0;
    return !isFull;
  });
  await channel.send({ ready: true });
  for (;;) {
    const heard = await hear();
    if (isFull) return fail("no-room", { path: folder, needed: null, usable: 0 });
    if (!heard.ok) return heard;
    if ("sent" in heard.value) break;
    if (!("done" in heard.value)) return strangeFrom(options);
    const { done, total } = heard.value;
    options.onProgress?.({
      ...{ step: "copy", fraction: total === 0 ? null : Math.min(1, done / total) },
      ...{ doneBytes: done, totalBytes: total },
    });
  }
  // The last of the memory comes while the next message is awaited.
  const next = hear();
  void next.then((heard) => {
    if (!heard.ok) channel.closeStreams();
  });
  const settled = await settleLive(runtime, name);
  if (!settled.ok) return settled;
  await channel.send({ loaded: true });
  const given = await next;
  if (!given.ok) return given;
  if (!("go" in given.value)) return strangeFrom(options);
  // From here on it is this computer that has it, or nobody.
  const published = await publish(parts, folder, offer.token, machine, live);
  if (!published.ok) return published;
  await resumeArrived(parts, machine.id);
  await channel.send({ moved: true });
  await startWeather(parts, published.value);
  return published;
}

/** Returns the machine as it is started: with its parts where they are now, and emulated as before. */
function startingIn(folder: string, machine: MachineFile, live: LiveOffer): MachineFile {
  const here = <D extends { readonly path: string }>(disk: D): D => ({
    ...disk,
    path: join(folder, basename(disk.path)),
  });
  return {
    ...machine,
    acceleration: live.accelerator,
    disk: here(machine.disk),
    ...(machine.disks === undefined ? {} : { disks: machine.disks.map(here) }),
    ...(machine.seed === undefined ? {} : { seed: join(folder, "seed.img") }),
  };
}
