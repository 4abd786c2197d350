import type { ImageFault } from "../../errors/template.ts";
import { formatSize } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";

/** Returns why a file cannot become a template. */
export function imageFault(fault: ImageFault, detail: string): string {
  switch (fault) {
    case "no-image":
      return "it is no disk image";
    case "format":
      return `${detail} is not known here`;
    case "feature":
      return `it needs a feature that the QEMU here does not have (${detail})`;
    case "encrypted":
      return "it is encrypted";
    case "cut-off":
      return "it is cut off";
    case "far-description":
      return "its description lies behind its data";
    case "packed-twice":
      return "it is packed twice";
    case "packing":
      return detail;
    case "damaged":
      return "it is damaged";
    case "archive-inside":
      return "its disk is an archive";
    case "archive-damaged":
      return "the archive is damaged";
    case "archive-sparse":
      return "the archive keeps its disk without its holes (tar --sparse)";
    case "archive-without-disk":
      return "the archive holds no disk (.vmdk, .vhd, .vhdx, .vdi, .qcow2, .img or .raw)";
    case "archive-with-disks":
      return "the archive holds several disks";
  }
}

/** The values that an option can have. */
const possible = {
  number: "Give a number.",
  memory: "Give memory as a whole number of MiB, or as a size such as 2G.",
  cpus: "Give the number of processors, from 1 on.",
  disk: "A disk has from 512 bytes to 64 TiB.",
  seconds: "Give 0 to 86400 seconds.",
  order: "Give a whole number from 0 to 99.",
} as const;

/** The errors of typed input. */
export const inputErrors: Pick<
  ErrorWords,
  | "size-invalid"
  | "option-invalid"
  | "user-invalid"
  | "url-invalid"
  | "checksum-invalid"
  | "subnet-invalid"
  | "subnet-size-invalid"
  | "subnet-public"
  | "vnc-invalid"
  | "file-exists"
  | "file-not-regular"
  | "output-failed"
  | "file-link-dangling"
  | "file-has-names"
  | "file-too-large"
  | "file-denied"
  | "folder-missing"
> = {
  "size-invalid": ({ size }) => ({
    what: `“${size}” is not a size.`,
    todo: "Give a number with K, M, G or T, such as 20G.",
  }),
  "option-invalid": ({ option, text }) => ({
    what: `${option === "disk" ? `A disk of ${formatSize("en", Number(text))}` : `“${text}”`} is not possible.`,
    todo: possible[option],
  }),
  "user-invalid": ({ user }) => ({
    what: `“${user}” cannot be a user’s name in a machine.`,
    todo: "It has 1 to 32 lower-case letters, digits, hyphens and underscores, and begins with none of digits and hyphens.",
  }),
  "url-invalid": ({ url }) => ({
    what: `“${url}” is not the address of a file to download.`,
    todo: "Give one that begins with https:// or http://.",
  }),
  "checksum-invalid": ({ sum }) => ({
    what: `“${sum}” is not such a checksum.`,
    todo: "SHA-256 has 64 digits from 0 to 9 and a to f, SHA-512 has 128.",
  }),
  "subnet-invalid": ({ subnet }) => ({
    what: `“${subnet}” is not a subnet.`,
    todo: "Give one such as 192.168.100.0/24.",
  }),
  "subnet-size-invalid": ({ prefixLength }) => ({
    what: `A subnet of the size /${prefixLength} is not possible.`,
    todo: "Choose one from /16 to /29.",
  }),
  "subnet-public": ({ subnet }) => ({
    what: `${subnet} is not private: it belongs to somebody in the Internet.`,
    todo: "Choose one that begins with 10., 192.168., or 172.16. to 172.31.",
  }),
  "vnc-invalid": ({ display }) => ({
    what: `“${display}” is not a VNC display.`,
    todo: "Give a whole number from 0 to 99.",
  }),
  "file-exists": ({ path }) => ({
    what: `${path} is there already.`,
    todo: "It was left as it is. Give another path.",
  }),
  "file-not-regular": ({ path }) => ({
    what: `${path} is a folder, a pipe or a device, so it was not read.`,
    todo: "Give a file.",
  }),
  "output-failed": ({ detail }) => ({
    what: `The output could not be written: ${detail}.`,
    todo: "Have it go where there is room, and try again.",
  }),
  "file-link-dangling": ({ path }) => ({
    what: `${path} is a link to a file that is not there, so it was left alone.`,
    todo: "Make the file that it leads to, or remove the link, and try again.",
  }),
  "file-has-names": ({ path }) => ({
    what: `${path} has further names (hard links), which would not follow a change, so it was left alone.`,
    todo: "Replace it by a copy, and try again.",
  }),
  "file-too-large": ({ path, most }) => ({
    what: `${path} is too large to be read: at most ${formatSize("en", most)} are allowed.`,
    todo: "Check that it is the right file.",
  }),
  "file-denied": ({ path }) => ({
    what: `You may not read or write ${path}.`,
    todo: "Choose another place, or have its permissions changed.",
  }),
  "folder-missing": ({ path }) => ({
    what: `There is no folder ${path}.`,
    todo: "Make it first, or choose another place.",
  }),
};
