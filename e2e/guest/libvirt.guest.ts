import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MachineDetailJson } from "../../electron/contract/app/cli.ts";
import type { ExportJson } from "../../electron/contract/app/cli-storage.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { buildGuestDisk } from "../rig/guest/disk.mjs";
import { type Libvirt, startLibvirt } from "../rig/lan/libvirt.ts";
import { until } from "../rig/until.ts";

let instance: Instance;
let libvirt: Libvirt;

beforeAll(async () => {
  instance = makeInstance();
  libvirt = await startLibvirt();
});

afterAll(async () => {
  await libvirt?.close();
  await instance?.close();
});

it("an exported machine boots under libvirt, complete", async () => {
  const image = join(instance.folder, "pattern.qcow2");
  await buildGuestDisk({ path: image, name: "pattern", address: "192.168.100.99", agent: true });
  await instance.json("template", "add", "tiny", "--from", image, "--user", "root");
  const web = await instance.json<MachineDetailJson>(
    ...["create", "web", "--template", "tiny", "--memory", "256"],
  );
  const target = join(instance.folder, "given away.qcow2");
  const { domain } = await instance.json<ExportJson>(
    ...["export", "web", "--to", target, "--libvirt"],
  );
  // An exported machine must not need any of its sources.
  await instance.json("delete", "web");

  await libvirt.virsh("define", domain ?? "");
  await libvirt.virsh("start", "web");
  const ask = (execute: string) =>
    libvirt.virsh("qemu-agent-command", "web", JSON.stringify({ execute })).catch(() => null);
  await until("the guest’s agent", () => ask("guest-ping"), 1800);
  // Name and address come from the seed, which was exported too.
  expect(await ask("guest-get-host-name")).toContain('"web"');
  const cards = await ask("guest-network-get-interfaces");
  expect(cards).toContain(web.mac);
  expect(cards).toContain(web.address);
  expect(await libvirt.virsh("domblklist", "web")).toContain(target);
});
