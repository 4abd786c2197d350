import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildGuestDisk } from "../../../../e2e/rig/guest/disk.mjs";
import { guestRun, sshOptions } from "../../../../e2e/rig/guest/run.mjs";
import { sh } from "../../../../e2e/rig/lan/test-net.ts";
import { makeMachines, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { createVdeSwitch, type VdeSwitch } from "../../../adapters/switch/vde-switch.ts";
import { ok } from "../../../contract/errors/app-error.ts";
import type { TemplatesService } from "../../base/template-interfaces.ts";
import { createTemplatesService } from "../../template/service.ts";

/** Real guests on a real switch, which learn from their seeds who they are. */
let test: TestMachines;
let templates: TemplatesService;
let vdeSwitch: VdeSwitch;

beforeAll(async () => {
  await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.254/24", "dev", "vtap0");
  await sh("ip", "link", "set", "vtap0", "up");
  test = makeMachines();
  vdeSwitch = createVdeSwitch(test.paths.switchFolder, 0);
  templates = createTemplatesService({
    ...test.parts,
    templatesFolder: async () => "",
    warmChoice: async () => "by-hand",
    catalogue: [],
    loginName: "root",
    home: test.folder,
  });
});

afterAll(async () => {
  // First: closing removes the files by which the switch is found.
  await vdeSwitch?.stop();
  await test?.close();
  await sh("ip", "link", "del", "vtap0");
});

it("two machines of one template come up under their own names and addresses", async () => {
  const image = join(test.folder, "pattern.qcow2");
  await buildGuestDisk({ path: image, name: "pattern", address: "192.168.100.99" });
  const template = await templates.add({ name: "tiny", from: { kind: "file", path: image } });
  if (!template.ok) throw new Error(JSON.stringify(template.error));
  const key = join(test.folder, "key");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", key]);

  expect(await vdeSwitch.start("vtap0")).toEqual(ok(undefined));
  const machines = test.another({ switchSocket: async () => vdeSwitch.socketFolder });
  const reachable = async (id: string) =>
    (await machines.list()).machines.find((machine) => machine.id === id)?.reachable;
  const clone = async (name: string) => {
    const made = await templates.createMachine({
      name,
      template: template.value.id,
      memoryMiB: 256,
      cpus: 1,
      sshKeys: [readFileSync(`${key}.pub`, "utf8").trim()],
    });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    expect(await machines.start(made.value.id)).toEqual(ok({ warning: null }));
    return made.value;
  };
  const web = await clone("web");
  const pg = await clone("pg");
  expect([web, pg].map(({ network }) => network.address)).toEqual([
    "192.168.100.1",
    "192.168.100.2",
  ]);
  for (const { id, name, network } of [web, pg]) {
    await until(`${name}’s answer`, () => reachable(id));
    expect(await guestRun(network.address, "hostname; cat /sys/class/net/eth0/address")).toBe(
      `${name}\n${network.mac}`,
    );
  }
  // The key of the seed opens the guest, too, and they reach each other.
  const options = (await sshOptions()).map((each) => (each.endsWith("/key") ? key : each));
  const login = await execa("ssh", [...options, "root@192.168.100.1", "ping -c 1 192.168.100.2"]);
  expect(login.stdout).toContain("1 packets received");
});
