import { formatSize, plural } from "../formats.ts";

/** The errors of disks, snapshots and the trash, in English. */
export const snapshotErrors = {
  "disk-no-shrink": ({ asked, now }: { readonly asked: number; readonly now: number }) => ({
    what: `${formatSize("en", asked)} is less than the disk has (${formatSize("en", now)}), and what lies at its end would be lost.`,
    todo: "Give a larger size.",
  }),
  "disk-place-unknown": ({ name, place }: { readonly name: string; readonly place: number }) => ({
    what: `“${name}” has no further disk ${place}.`,
    todo: `Its disks: virtray disk list ${name}`,
  }),
  "disks-too-many": ({ most }: { readonly most: number }) => ({
    what: `A machine can have ${most} further disks.`,
    todo: "Grow one of them, or take one away.",
  }),
  "cdrom-missing": ({ name }: { readonly name: string }) => ({
    what: `“${name}” has no CD to boot from.`,
    todo: `Give it one: virtray set ${name} --cdrom FILE`,
  }),
  "cd-drive-missing": ({ name }: { readonly name: string }) => ({
    what: `“${name}” was started without a CD drive.`,
    todo: "Shut it down, and insert the CD then.",
  }),
  "snapshot-unknown": ({ name }: { readonly name: string }) => ({
    what: `There is no snapshot “${name}”.`,
    todo: "“virtray snapshot list NAME” shows all of a machine.",
  }),
  "snapshot-name-invalid": ({ name }: { readonly name: string }) => ({
    what: `“${name}” cannot be a snapshot’s name.`,
    todo: "Give 1 to 70 characters on one line.",
  }),
  "snapshot-name-taken": ({ name }: { readonly name: string }) => ({
    what: `A snapshot named “${name}” exists already.`,
    todo: "Choose another name, or delete that one first.",
  }),
  "snapshot-raw-disk": ({ path }: { readonly path: string }) => ({
    what: `${path} is a raw disk, which cannot hold snapshots.`,
    todo: "Snapshots lie within qcow2 files. To have them: stop the machine, convert its disk (qemu-img convert -f raw -O qcow2 SOURCE TARGET) and add a machine with it.",
  }),
  "snapshot-no-room": ({
    path,
    needed,
    free,
  }: {
    readonly path: string;
    readonly needed: number;
    readonly free: number;
  }) => ({
    what: `Saving the memory may take ${formatSize("en", needed)}, and only ${formatSize("en", free)} are free where ${path} lies.`,
    todo: "Make room, or stop the machine first: then its memory need not be saved.",
  }),
  "snapshot-incomplete": ({ name }: { readonly name: string }) => ({
    what: `“${name}” is not whole: not every disk that it was taken of has it.`,
    todo: "It can only be deleted.",
  }),
  "snapshot-hardware-changed": ({
    name,
    memoryMiB,
    cpus,
  }: {
    readonly name: string;
    readonly memoryMiB: number;
    readonly cpus: number;
  }) => ({
    what: `“${name}” has the hardware of the snapshot again, because saved memory runs on no other: ${formatSize("en", memoryMiB * 2 ** 20)} of memory, ${plural("en", cpus, { one: "1 processor", other: `${cpus} processors` })}.`,
    todo: "Shut the machine down to change its hardware.",
  }),
  "snapshot-memory-unusable": ({
    name,
    detail,
  }: {
    readonly name: string;
    readonly detail: string;
  }) => ({
    what: `The disk is as in “${name}”, but its memory does not fit this machine any more: ${detail}.`,
    todo: "Start the machine: it boots as after a loss of power. Memory fits only the hardware and the QEMU that it was saved with.",
  }),
  "trash-unknown": ({ name }: { readonly name: string }) => ({
    what: `There is no “${name}” in the trash.`,
    todo: "“virtray trash list” shows what there is.",
  }),
  "machine-has-snapshots": ({ name }: { readonly name: string }) => ({
    what: `“${name}” has snapshots, which would be lost.`,
    todo: `Delete them first: virtray snapshot list ${name}`,
  }),
  "export-done": ({ name, files }: { readonly name: string; readonly files: string }) => ({
    what: `“${name}” was exported to ${files}.`,
  }),
  "export-libvirt-done": ({
    name,
    files,
    domain,
  }: {
    readonly name: string;
    readonly files: string;
    readonly domain: string;
  }) => ({
    what: `“${name}” was exported to ${files}.`,
    todo: `To give it to libvirt: virsh define ${domain}`,
  }),
  "export-exists": ({ path }: { readonly path: string }) => ({
    what: `${path} exists already.`,
    todo: "Give another path, or replace it: --force",
  }),
  "export-target-own": ({ path, by }: { readonly path: string; readonly by: string }) => ({
    what: `${path} belongs to ${by}.`,
    todo: "Give a path elsewhere.",
  }),
  "export-device": ({ name, path }: { readonly name: string; readonly path: string }) => ({
    what: `“${name}” runs from ${path}, a disk of this computer itself, which is not exported.`,
    todo: `To copy it: sudo qemu-img convert -p -O qcow2 ${path} FILE`,
  }),
  "export-path-unfit": ({ path }: { readonly path: string }) => ({
    what: `A definition for libvirt cannot hold the path ${JSON.stringify(path)}.`,
    todo: "Give a path without control characters, or leave out --libvirt.",
  }),
};
