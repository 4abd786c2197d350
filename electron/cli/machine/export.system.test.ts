import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";

let instance: Instance;
beforeEach(() => {
  instance = makeInstance();
});
afterEach(() => instance.close());

it("reports what a copy shares and what it does not get", async () => {
  const disk = join(instance.folder, "disk.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  await instance.json("add", "web", "--disk", disk, "--memory", "32");
  const clone = async (name: string) => (await instance.virtray("clone", "web", name)).stdout;
  const inside = (name: string) =>
    `${name} has no cloud-init data; its guest is identical to the one of web. Change host name, SSH host keys and address in the guest.`;
  expect((await clone("one")).split("\n").slice(1)).toEqual([inside("one")]);
  await instance.json("forward", "add", "web", "8080:80");
  expect((await clone("two")).split("\n").slice(1)).toEqual([
    inside("two"),
    "The port forwards stay with web: a port of this computer can lead to one machine only.",
  ]);
  expect(await instance.json("forward", "list")).toMatchObject([{ machine: "web" }]);
});

it("exports a machine for people, for programs and for libvirt", async () => {
  const at = (name: string) => join(instance.folder, name);
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", at("disk.qcow2"), "16M"]);
  await instance.json("add", "web", "--disk", at("disk.qcow2"), "--memory", "32");
  expect(await instance.virtray("export", "web", "--to", at("a.qcow2"), "--libvirt")).toMatchObject(
    {
      exitCode: 0,
      stdout: `web was exported to ${at("a.qcow2")}.\nTo import the machine into libvirt: virsh define ${at("a.xml")}`,
    },
  );
  expect(await instance.virtray("export", "web", "--to", at("a.qcow2"))).toMatchObject({
    exitCode: 1,
    stderr: `${at("a.qcow2")} exists already. Give another path, or replace the existing files: --force`,
  });
  expect(await instance.json("export", "web", "--to", at("a.qcow2"), "--force")).toEqual({
    disks: [at("a.qcow2")],
    seed: null,
    domain: null,
  });
  expect(await instance.virtray("export", "web")).toMatchObject({ exitCode: 2 });
});
