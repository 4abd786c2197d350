import { expect, test } from "vitest";
import { settingIn } from "../../../electron/contract/machine/hardware-values.ts";
import type { MachineFile } from "../../../electron/contract/machine/machine.ts";
import { sampleMachine } from "../../../electron/contract/testing/samples.ts";
import { draftOf, settingOfError } from "../machine/hardware-draft.ts";
import { isChanged, readChange } from "./machine-settings.ts";

const definition = sampleMachine({
  memoryMiB: 8192,
  cpus: 2,
  disk: { path: "/disks/web.qcow2", format: "qcow2", bus: "ide" },
  network: { address: "192.168.100.1", mac: "52:54:00:00:00:01", nic: "e1000" },
  vncDisplay: 3,
});
const shown = (machine: MachineFile) => draftOf((field) => settingIn(machine, field));
const before = shown(definition);
const limits = { mostMemoryMiB: 4096, mostCpus: 4 };

test("a definition stands in the form as it is", () => {
  expect(before).toMatchObject({
    address: "192.168.100.1",
    memoryMiB: "8192",
    cpus: "2",
    bus: "ide",
    nic: "e1000",
    acceleration: "auto",
    vncDisplay: "3",
  });
  expect(shown({ ...definition, vncDisplay: null })).toEqual({ ...before, vncDisplay: "" });
});

test("changes only what differs, even if an old value is too much for this computer", () => {
  expect(isChanged({ ...before, cpus: " 2 " }, before)).toBe(false);
  expect(readChange({ ...before, cpus: "4" }, before, limits)).toEqual({ change: { cpus: 4 } });
  const all = {
    ...before,
    address: " 192.168.100.9 ",
    memoryMiB: "512",
    cpus: "1",
    bus: "virtio",
    nic: "virtio",
    acceleration: "tcg",
    vncDisplay: "",
  };
  expect(readChange(all, before, limits)).toEqual({
    change: {
      address: "192.168.100.9",
      memoryMiB: 512,
      cpus: 1,
      bus: "virtio",
      nic: "virtio",
      acceleration: "tcg",
      vncDisplay: null,
    },
  });
});

test.each([
  ["address", "192.168.100"],
  ["address", ""],
  ["memoryMiB", "4097"],
  ["memoryMiB", "0"],
  ["memoryMiB", ""],
  ["cpus", "5"],
  ["cpus", "1.5"],
  ["vncDisplay", "100"],
  ["bus", "scsi"],
] as const)("%s cannot be “%s”", (field, value) => {
  expect(readChange({ ...before, [field]: value }, before, limits)).toEqual({
    wrong: new Set([field]),
  });
});

test.each([
  ["disk-missing", null],
  ["address-taken", "address"],
  ["vnc-taken", "vncDisplay"],
  ["machine-running", null],
  ["machine-name-taken", null],
] as const)("reports %s at %s", (code, field) => {
  expect(settingOfError(code)).toBe(field);
});
