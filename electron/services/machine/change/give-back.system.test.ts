import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { guestBase } from "../../../../e2e/rig/guest/base.mjs";
import { buildGuestDisk } from "../../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../../e2e/rig/guest/run.mjs";
import { sh } from "../../../../e2e/rig/lan/test-net.ts";
import { makeMachines, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { replaceMachine } from "../../../adapters/store/machine-store.ts";
import { createVdeSwitch, type VdeSwitch } from "../../../adapters/switch/vde-switch.ts";
import { ok } from "../../../contract/errors/app-error.ts";
import { createChangesService } from "./edit.ts";

// Real guests, one with the guest agent and one without, each with a disk of its own.
const MiB = 1024 ** 2;
const agent = { name: "agent", address: "192.168.100.1" };
const plain = { name: "plain", address: "192.168.100.2" };
let test: TestMachines;
let vdeSwitch: VdeSwitch;
const ids = new Map<string, string>();

/** Makes a disk of 128 MiB with an empty file system. */
async function fatDisk(name: string): Promise<string> {
  const [raw, disk] = [join(test.folder, `${name}.raw`), join(test.folder, `${name}-fat.qcow2`)];
  await sh("truncate", "-s", "128M", raw);
  await sh("mformat", "-i", raw, "-t", "128", "-h", "64", "-s", "32", "::");
  await sh("qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw, disk);
  return disk;
}

beforeAll(async () => {
  await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.254/24", "dev", "vtap0");
  await sh("ip", "link", "set", "vtap0", "up");
  test = makeMachines();
  vdeSwitch = createVdeSwitch(test.paths.switchFolder, 0);
  expect(await vdeSwitch.start("vtap0")).toEqual(ok(undefined));
  test.setSwitch(async () => vdeSwitch.socketFolder);
  const changes = createChangesService(test.parts);
  for (const { name, address } of [agent, plain]) {
    const path = join(test.folder, `${name}.qcow2`);
    await buildGuestDisk({ path, name, address, agent: name === agent.name });
    const { id } = await test.add(name, { disk: path, memoryMiB: 512, address });
    // The guest takes a file system on its second disk for its seed.
    await changes.addDisk(id, { kind: "new", bytes: MiB });
    const added = await changes.addDisk(id, { kind: "file", path: await fatDisk(name) });
    if (!added.ok) throw new Error(JSON.stringify(added.error));
    const known = { ...added.value, user: "root", identities: [(await guestBase()).key] };
    expect(await replaceMachine(test.paths.machines, known)).toEqual(ok(undefined));
    expect(await test.machines.start(id)).toEqual(ok({ warning: null }));
    ids.set(name, id);
  }
  for (const { address } of [agent, plain]) {
    await until(address, () => guestRun(address, "hostname").catch(() => null));
  }
});

afterAll(async () => {
  // This comes first, because closing removes the files by which the switch is found.
  await vdeSwitch?.stop();
  await test?.close();
  await sh("ip", "link", "del", "vtap0");
});

it("memory that a guest frees is given back within ten seconds, without being asked for", async () => {
  const pid = (await test.view(ids.get(plain.name) ?? "")).pid ?? 0;
  const resident = () =>
    Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
  const { address } = plain;
  // Free memory in one piece, as in a guest that has just booted: only whole blocks are given back.
  await guestRun(address, "echo 3 >/proc/sys/vm/drop_caches; echo 1 >/proc/sys/vm/compact_memory");
  await guestRun(
    address,
    "mkdir -p /ram && mount -t tmpfs -o size=300m tmpfs /ram && dd if=/dev/urandom of=/ram/large bs=1M count=200",
    { timeout: 120_000 },
  );
  // Some of it may have been the guest's cache before.
  const full = resident();
  await guestRun(address, "rm /ram/large");
  const freedAt = Date.now();
  await until("the memory", () => full - resident() > 180 * MiB);
  expect(Date.now() - freedAt).toBeLessThan(10_000);
});

it.each([agent, plain])(
  "deleted files of $name are given back, and it is told how much",
  async (guest) => {
    const id = ids.get(guest.name) ?? "";
    const further = (await test.view(id)).definition.disks?.[1]?.path ?? "";
    const taken = () => statSync(further).blocks * 512;
    await guestRun(
      guest.address,
      "mkdir -p /mnt && mount -t vfat -o codepage=437,iocharset=ascii /dev/vdc /mnt",
    );
    const before = taken();
    await guestRun(guest.address, "dd if=/dev/urandom of=/mnt/large bs=1M count=60 && sync", {
      timeout: 120_000,
    });
    const full = taken();
    expect(full - before).toBeGreaterThan(59 * MiB);
    await guestRun(guest.address, "rm /mnt/large && sync");

    const trimmed = await createChangesService(test.parts).trim(id);
    if (!trimmed.ok) throw new Error(JSON.stringify(trimmed.error));
    expect(trimmed.value.freedBytes).toBeGreaterThan(59 * MiB);
    expect(full - taken()).toBe(trimmed.value.freedBytes);
  },
  200_000,
);
