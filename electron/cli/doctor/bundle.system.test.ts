import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import type { MachineDetailJson } from "../../contract/app/cli.ts";

let instance: Instance;
beforeEach(() => {
  instance = makeInstance();
});
afterEach(() => instance.close());

it("the support bundle has findings and logs, and no secrets", async () => {
  const { folder } = instance;
  const disk = join(folder, "disk.qcow2");
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  const { id } = await instance.json<MachineDetailJson>(
    ...["add", "web", "--disk", disk, "--memory", "32", "--accel", "tcg"],
  );
  await instance.virtray("start", "web");
  await instance.virtray("kill", "web");
  const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGplanted anna@host";
  const log = join(folder, "run/virtray", id, "logs/qemu.log");
  writeFileSync(log, `a telling line\n${key}\npassword: plantedsecret\n`);
  // The folder of the machine's definition also holds a clone's seed with its user-data.
  writeFileSync(join(folder, "data/virtray/machines", id, "seed.img"), "planteduserdata");

  const path = join(folder, "bundle.tar.gz");
  expect(await instance.json("doctor", "--bundle", path)).toEqual({ path });
  const names = (await execa("tar", ["-tzf", path])).stdout.split("\n");
  expect(names).toEqual([
    ...["host.txt", "findings.json", "machines.json", "network.json", "root-log.json"],
    "logs/web.txt",
  ]);
  const { stdout: all } = await execa("tar", ["-xzOf", path]);
  expect(all).toContain("a telling line\n[key]\npassword: [secret]");
  expect(all).toContain('"id": "program-qemu-img"');
  expect(all).toContain(id);
  expect(all).not.toMatch(/planted|AAAAC3/);

  const before = readFileSync(path);
  const again = await instance.virtray("doctor", "--bundle", path);
  expect(again.exitCode).toBe(1);
  expect(readFileSync(path)).toEqual(before);
});
