import { expect, test } from "vitest";
import {
  type Draft,
  emptyDraft,
  fieldOfError,
  readDraft,
  readInstallation,
} from "./hardware-draft.ts";

const limits = { mostMemoryMiB: 4096, mostCpus: 4 };
const good: Draft = { ...emptyDraft, name: "web", disk: "/disks/web.qcow2" };

test("a good draft becomes a request; empty fields take their defaults", () => {
  expect(readDraft(good, limits, "file")).toMatchObject({
    request: {
      name: "web",
      disk: "/disks/web.qcow2",
      memoryMiB: 1024,
      cpus: 1,
      address: undefined,
      acceleration: "auto",
      bus: "virtio",
      nic: "virtio",
      vncDisplay: null,
    },
  });
  expect(
    readDraft({ ...good, address: " 10.0.0.1 ", vncDisplay: "7" }, limits, "file"),
  ).toMatchObject({
    request: { address: "10.0.0.1", vncDisplay: 7 },
  });
  expect(readDraft({ ...good, disk: "/dev/disk/by-id/x" }, limits, "device")).toMatchObject({
    request: { disk: "/dev/disk/by-id/x", device: true },
  });
});

test.each([
  ["name", ""],
  ["name", "Web"],
  ["name", "a/b"],
  ["name", "a".repeat(64)],
  ["disk", ""],
  ["disk", "web.qcow2"],
  ["address", "192.168.100"],
  ["address", "192.168.100.256"],
  ["memoryMiB", ""],
  ["memoryMiB", "0"],
  ["memoryMiB", "-1"],
  ["memoryMiB", "1e3"],
  ["memoryMiB", "4097"],
  ["cpus", "5"],
  ["cpus", "1.5"],
  ["vncDisplay", "100"],
  ["vncDisplay", "x"],
  ["bus", "scsi"],
] as const)("%s cannot be “%s”", (field, value) => {
  expect(readDraft({ ...good, [field]: value }, limits, "file")).toEqual({
    wrong: new Set([field]),
  });
});

test("a draft without a disk becomes a request to install", () => {
  const draft = { ...emptyDraft, name: "new", cdrom: "/isos/debian 13.iso", bus: "ide" };
  expect(readInstallation(draft, limits)).toMatchObject({
    request: {
      name: "new",
      cdrom: "/isos/debian 13.iso",
      diskBytes: 20 * 2 ** 30,
      memoryMiB: 1024,
      cpus: 1,
      address: undefined,
      acceleration: "auto",
      bus: "ide",
      nic: "virtio",
      vncDisplay: null,
    },
  });
});

test.each([
  ["cdrom", ""],
  ["cdrom", "debian.iso"],
  ["diskBytes", ""],
  ["diskBytes", "0"],
  ["diskBytes", "1.5"],
  ["diskBytes", "65537"],
  ["cpus", "5"],
] as const)("to install, %s cannot be “%s”", (field, value) => {
  const draft = { ...emptyDraft, name: "new", cdrom: "/a.iso", [field]: value };
  expect(readInstallation(draft, limits)).toEqual({ wrong: new Set([field]) });
});

test("reports all wrong fields at once", () => {
  expect(readDraft({ ...emptyDraft, cpus: "" }, limits, "file")).toEqual({
    wrong: new Set(["name", "disk", "cpus"]),
  });
});

test.each([
  ["machine-name-taken", "name"],
  ["disk-not-image", "disk"],
  ["address-taken", "address"],
  ["addresses-exhausted", "address"],
  ["memory-invalid", "memoryMiB"],
  ["cpus-invalid", "cpus"],
  ["vnc-taken", "vncDisplay"],
  ["internal", null],
  ["file-failed", null],
] as const)("the error %s belongs to %s", (code, field) => {
  expect(fieldOfError(code)).toBe(field);
});
