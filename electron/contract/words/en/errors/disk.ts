import { formatSize } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors about disks, in English. */
export const diskErrors = {
  "disk-missing": ({ path }) => ({ what: `There is no file ${path}.` }),
  "disk-unreadable": ({ path, detail }) => ({ what: `${path} cannot be opened: ${detail}.` }),
  "disk-not-image": ({ path }) => ({
    what: `${path} is not a disk image.`,
    todo: "Give a qcow2 file, or a raw image that is a whole number of 512-byte sectors.",
  }),
  "disk-format-unsupported": ({ path, format }) => ({
    what: `${path} is a ${format} image, which machines cannot write to safely.`,
    todo: "Add it as a template, which copies VMDK, VDI and VHDX images safely, or have it converted to qcow2 where it comes from. Only if you trust it: qemu-img convert -O qcow2 SOURCE TARGET",
  }),
  "disk-has-backing": ({ path, backing }) => ({
    what: `${path} needs a second file, ${backing}.`,
    todo: "Have it flattened where it comes from. Only if you trust it, since this opens whatever it names: qemu-img convert -O qcow2 SOURCE TARGET",
  }),
  "disk-in-use": ({ path, by }) => ({
    what: `${path} is in use by ${by}.`,
    todo: "Two machines on one disk would destroy it. Give a copy, or stop the other one.",
  }),
  "disk-path-invalid": ({ path }) => ({
    what: `${path} cannot be a disk’s path.`,
    todo: "Give the path of a regular file, at most 4095 bytes long.",
  }),
  "disk-full": ({ path }) => ({
    what: `The disk that holds ${path} is full.`,
    todo: "Nothing half-done was left behind. Make room, then try again.",
  }),
  "no-room": ({ path, needed, usable }) => ({
    what:
      needed === null
        ? `This would have filled the disk that holds ${path}, so it was stopped.`
        : `The disk that holds ${path} has too little room: ${formatSize("en", needed)} are needed, ${formatSize("en", usable)} can be used. The rest stays free for running machines.`,
    todo: "Nothing half-done was left behind. Make room, then try again.",
  }),
  "disk-smaller": ({ asked, least }) => ({
    what: `A disk of ${asked} is too small.`,
    todo: `The template needs at least ${least}.`,
  }),
} satisfies Partial<ErrorWords>;
