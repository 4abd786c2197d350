import { formatSize } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

const makeRoom = "Nothing incomplete was left behind. Free some space, then try again.";

/** The sentences of errors about disks, in English. */
export const diskErrors = {
  "disk-missing": ({ path }) => ({
    what: `There is no file ${path}.`,
    todo: "Check the path, and that the disk with the file is connected.",
  }),
  "disk-unreadable": ({ path }) => ({
    what: `QEMU cannot use ${path} as a disk.`,
    todo: "The details show QEMU’s message. Copy the file again from where it comes from, or choose another one.",
  }),
  "disk-not-image": ({ path }) => ({
    what: `${path} is not a disk image.`,
    todo: "Give a qcow2 file, or a raw image that is a whole number of 512-byte sectors.",
  }),
  "disk-format-unsupported": ({ path, format }) => ({
    what: `${path} is a ${format} image, which machines cannot write to safely.`,
    todo: "Add the image as a template, which copies VMDK, VDI, VHD and VHDX safely, or have it converted to qcow2 where it comes from. Only if you trust the image: qemu-img convert -O qcow2 SOURCE TARGET",
  }),
  "disk-has-backing": ({ path, backing }) => ({
    what: `${path} needs a second file, ${backing}.`,
    todo: "Have the image made independent where it comes from. Only if you trust the image, since this opens whatever it refers to: qemu-img convert -O qcow2 SOURCE TARGET",
  }),
  "disk-in-use": ({ path, by }) => ({
    what: `${path} is in use by ${by}.`,
    todo: "Two machines on one disk would destroy its content. Use a copy, or shut down the other machine.",
  }),
  "disk-path-invalid": ({ path }) => ({
    what: `${path} cannot be the path of a disk.`,
    todo: "Give the path of a regular file, at most 4095 bytes long.",
  }),
  "disk-full": ({ path }) => ({
    what: `The disk that holds ${path} is full.`,
    todo: makeRoom,
  }),
  "no-room": ({ path, needed, usable }) => ({
    what:
      needed === null
        ? `This would have filled the disk that holds ${path}, so it was stopped.`
        : `The disk that holds ${path} has too little space: ${formatSize("en", needed)} is needed, ${formatSize("en", usable)} can be used. The rest stays free for running machines.`,
    todo: makeRoom,
  }),
  "disk-smaller": ({ asked, least }) => ({
    what: `A disk of ${formatSize("en", asked)} is too small.`,
    todo: `The template needs at least ${formatSize("en", least)}.`,
  }),
} satisfies Partial<ErrorWords>;
