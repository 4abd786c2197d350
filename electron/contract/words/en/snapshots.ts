import { formatSize, plural } from "../formats.ts";

/** The errors of disks, snapshots and the trash, in English. */
export const snapshotErrors = {
  "disk-no-shrink": ({ asked, now }: { readonly asked: number; readonly now: number }) => ({
    what: `${formatSize("en", asked)} is less than the current size (${formatSize("en", now)}), so the end of the disk would be lost.`,
    todo: "Give a larger size.",
  }),
  "disk-place-unknown": ({ name, place }: { readonly name: string; readonly place: number }) => ({
    what: `“${name}” has no additional disk ${place}.`,
    todo: `Choose another disk of “${name}”.`,
    typed: `The disks of “${name}”: virtray disk list ${name}`,
  }),
  "disks-too-many": ({ most }: { readonly most: number }) => ({
    what: `A machine can have ${most} additional disks.`,
    todo: "Enlarge one of these disks, or remove one.",
  }),
  "cdrom-missing": ({ name }: { readonly name: string }) => ({
    what: `“${name}” has no CD to boot from.`,
    todo: "Insert a CD first.",
    typed: `Insert a CD first: virtray set ${name} --cdrom FILE`,
  }),
  "cd-drive-missing": ({ name }: { readonly name: string }) => ({
    what: `“${name}” was started without a CD drive.`,
    todo: "Shut the machine down, then insert the CD.",
  }),
  "snapshot-unknown": ({ name }: { readonly name: string }) => ({
    what: `There is no snapshot “${name}”.`,
    todo: "Choose a snapshot of this machine.",
    typed: "“virtray snapshot list MACHINE” shows all snapshots of a machine.",
  }),
  "snapshot-name-invalid": ({ name }: { readonly name: string }) => ({
    what: `“${name}” cannot be the name of a snapshot.`,
    todo: "Give 1 to 70 characters on one line.",
  }),
  "snapshot-name-taken": ({ name }: { readonly name: string }) => ({
    what: `A snapshot named “${name}” exists already.`,
    todo: "Choose another name, or delete that snapshot first.",
  }),
  "snapshot-raw-disk": ({ path }: { readonly path: string }) => ({
    what: `${path} is a raw image, which cannot contain snapshots.`,
    todo: "Snapshots are stored in qcow2 images. To use snapshots, shut the machine down, convert its disk (qemu-img convert -f raw -O qcow2 SOURCE TARGET), and create a machine from the result.",
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
    what: `Saving the memory may take ${formatSize("en", needed)}, but only ${formatSize("en", free)} is free on the disk that holds ${path}.`,
    todo: "Free some space, or shut the machine down first: then its memory need not be saved.",
  }),
  "snapshot-no-agent": ({ name }: { readonly name: string }) => ({
    what: `No guest agent is running in “${name}”, so nothing can hold its file systems still.`,
    todo: "Install “qemu-guest-agent” in the guest, take the snapshot with its memory, or shut the machine down first.",
  }),
  "snapshot-not-thawed": ({ name }: { readonly name: string }) => ({
    what: `The snapshot was taken, but the file systems of “${name}” may still be held: its guest agent did not answer.`,
    todo: "Restart the machine if programs in it hang.",
    typed: `Let them go on, or restart the machine: virtray snapshot thaw ${name}`,
  }),
  "snapshot-incomplete": ({ name }: { readonly name: string }) => ({
    what: `The snapshot “${name}” is incomplete: it is missing on at least one disk.`,
    todo: "The snapshot can only be deleted.",
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
    what: `The disks were restored from “${name}”, but its memory no longer fits this machine: ${detail}.`,
    todo: "Start the machine: it boots as after a power failure. Memory fits only the hardware and the QEMU that it was saved with.",
  }),
  "agent-not-there": ({ name }: { readonly name: string }) => ({
    what: `No guest agent is running in “${name}”, so no command can be run there without a network.`,
    todo: "Install “qemu-guest-agent” in the guest, or wait until the guest has booted.",
    typed: `Install “qemu-guest-agent” in the guest, or log in over the network: virtray ssh ${name}`,
  }),
  "agent-silent": ({ name }: { readonly name: string }) => ({
    what: `The guest agent in “${name}” did not answer in time.`,
    todo: "Try again once the guest is less busy, or restart the machine.",
  }),
  "agent-refused": ({ name, said }: { readonly name: string; readonly said: string }) => ({
    what: `The guest agent in “${name}” refused the command: “${said}”.`,
    todo: "Check that the program exists in the guest, and that its agent may run programs (guest-exec).",
  }),
  "agent-overlong": ({ name, most }: { readonly name: string; readonly most: number }) => ({
    what: `“${name}” answered with more than ${formatSize("en", most)}, which was discarded.`,
    todo: "Write the output to a file in the guest, and copy the file.",
  }),
  "exec-not-ended": ({ name, seconds }: { readonly name: string; readonly seconds: number }) => ({
    what: `The command in “${name}” did not end within ${seconds} s. The command goes on there, and its output is lost.`,
    todo: "Wait longer with --timeout, or write the output to a file in the guest.",
  }),
  "trim-failed": ({ name, detail }: { readonly name: string; readonly detail: string }) => ({
    what: `The space of deleted files in “${name}” was not freed: no guest agent is running there, and the login by key failed (${detail}).`,
    todo: "Install “qemu-guest-agent” in the guest, or run this there: sudo fstrim -av",
  }),
  "trash-unknown": ({ name }: { readonly name: string }) => ({
    what: `There is no machine “${name}” in the trash.`,
    todo: "Choose a machine from the trash.",
    typed: "“virtray trash list” shows what is in the trash.",
  }),
  "machine-has-snapshots": ({ name }: { readonly name: string }) => ({
    what: `“${name}” has snapshots, which would be lost.`,
    todo: "Delete the snapshots first.",
    typed: `Delete the snapshots first; this shows them: virtray snapshot list ${name}`,
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
    todo: `To import the machine into libvirt: virsh define ${domain}`,
  }),
  "export-exists": ({ path }: { readonly path: string }) => ({
    what: `${path} exists already.`,
    todo: "Choose another path.",
    typed: "Give another path, or replace the existing files: --force",
  }),
  "export-target-own": ({ path, by }: { readonly path: string; readonly by: string }) => ({
    what: `${path} belongs to ${by}.`,
    todo: "Give a path elsewhere.",
  }),
  "export-device": ({ name, path }: { readonly name: string; readonly path: string }) => ({
    what: `“${name}” uses ${path}, a physical disk, which cannot be exported.`,
    todo: `To copy the disk: sudo qemu-img convert -p -O qcow2 ${path} FILE`,
  }),
  "export-path-unfit": ({ path }: { readonly path: string }) => ({
    what: `A definition for libvirt cannot contain the path ${JSON.stringify(path)}.`,
    todo: "Give a path without control characters, or leave out --libvirt.",
  }),
};
