import type { ErrorParams } from "../../errors/app-error.ts";
import type { ImageFault } from "../../errors/template.ts";
import { formatSize, plural } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";

/** Returns why a file cannot become a template. */
export function imageFault(fault: ImageFault, detail: string): string {
  switch (fault) {
    case "no-image":
      return "it is not a disk image";
    case "format":
      return `the format ${detail} is unknown`;
    case "feature":
      return `it needs a feature that this QEMU does not have (${detail})`;
    case "kind":
      return "it is of a kind that QEMU does not know";
    case "encrypted":
      return "it is encrypted";
    case "cut-off":
      return "it is incomplete";
    case "far-description":
      return "its description comes after its data";
    case "packed-twice":
      return "it is compressed twice";
    case "damaged":
      return "it is damaged";
    case "archive-inside":
      return "its disk is an archive";
    case "archive-damaged":
      return "the archive is damaged";
    case "archive-sparse":
      return "the archive stores its disk as a sparse file (tar --sparse)";
    case "archive-method":
      return `the archive is compressed with ${detail}, which has to be unpacked with another program`;
    case "archive-without-disk":
      return "the archive contains no disk (.vmdk, .vhd, .vhdx, .vdi, .qcow2, .img or .raw)";
    case "archive-with-disks":
      return "the archive contains several disks";
  }
}

/** The values that an option can have. */
const possible = {
  number: "Give a number.",
  memory: "Give memory as a whole number of MiB, or as a size such as 2G.",
  cpus: "Give the number of processors, 1 or more.",
  disk: "A disk can have from 512 bytes to 64 TiB.",
  seconds: "Give 0 to 86400 seconds.",
  order: "Give a whole number from 0 to 99.",
  delay: "Give milliseconds or seconds, such as 50ms or 1.5s.",
  percent: "Give 0% to 100%, such as 2%.",
  rate: "Give bits per second with k, M or G, such as 2M.",
  duration: "Give seconds, minutes, hours or days, such as 90s, 10m, 2h or 1d.",
} as const;

/** Tells what is wrong in the words of a command. */
function usageFault({ usage, of: command, name }: ErrorParams["usage-invalid"]): string {
  switch (usage) {
    case "unknown-command":
      return `“${command}” has no command “${name}”.`;
    case "unknown-option":
      return `“${command}” has no option “${name}”.`;
    case "argument-missing":
      return `“${command}” lacks its “${name}”.`;
    case "value-missing":
      return `The option “${name}” needs its value.`;
    case "option-missing":
      return `“${command}” needs the option “${name}”.`;
    case "too-many":
      return `${plural("en", Number(name), { one: "1 word is", other: `${name} words are` })} too many for “${command}”.`;
    case "other":
      return "These words cannot be understood as a command.";
  }
}

/** The errors of typed input. */
export const inputErrors: Pick<
  ErrorWords,
  | "size-invalid"
  | "option-invalid"
  | "usage-invalid"
  | "options-one-of"
  | "checksum-alone"
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
  "usage-invalid": (params) => ({
    what: usageFault(params),
    todo: `${params.suggested === "" ? "" : `Was ${params.suggested} meant? `}“${params.of} --help” shows what it takes.`,
  }),
  "options-one-of": ({ options }) => ({
    what: `Of the options ${options}, exactly one is needed.`,
    todo: "Give one of them.",
  }),
  "checksum-alone": () => ({
    what: "A checksum is for what --url downloads, and one is enough.",
    todo: "Give --url with it, and either --sha256 or --sha512.",
  }),
  "user-invalid": ({ user }) => ({
    what: `“${user}” cannot be the user name in a machine.`,
    todo: "A user name has 1 to 32 lower-case letters, digits, hyphens and underscores, and begins with a letter or an underscore.",
  }),
  "url-invalid": ({ url }) => ({
    what: `“${url}” is not the URL of a file to download.`,
    todo: "Give a URL that begins with https:// or http://.",
  }),
  "checksum-invalid": ({ sum }) => ({
    what: `“${sum}” is not a checksum of this kind.`,
    todo: "SHA-256 has 64 digits from 0 to 9 and a to f, SHA-512 has 128.",
  }),
  "subnet-invalid": ({ subnet }) => ({
    what: `“${subnet}” is not a subnet.`,
    todo: "Give a subnet such as 192.168.100.0/24.",
  }),
  "subnet-size-invalid": ({ prefixLength }) => ({
    what: `A subnet of the size /${prefixLength} is not possible.`,
    todo: "Choose a size from /16 to /29.",
  }),
  "subnet-public": ({ subnet }) => ({
    what: `${subnet} is not private: it belongs to somebody on the Internet.`,
    todo: "Choose a subnet that begins with 10., 192.168., or 172.16. to 172.31.",
  }),
  "vnc-invalid": ({ display }) => ({
    what: `“${display}” is not a VNC display.`,
    todo: "Give a whole number from 0 to 99.",
  }),
  "file-exists": ({ path }) => ({
    what: `${path} exists already.`,
    todo: "The file was not changed. Give another path.",
  }),
  "file-not-regular": ({ path }) => ({
    what: `${path} is a folder, a pipe or a device, so it was not read.`,
    todo: "Give a file.",
  }),
  "output-failed": ({ detail }) => ({
    what: `The output could not be written: ${detail}.`,
    todo: "Redirect the output to a disk with free space, and try again.",
  }),
  "file-link-dangling": ({ path }) => ({
    what: `${path} is a link to a file that does not exist, so nothing was changed.`,
    todo: "Create the file that the link leads to, or remove the link, and try again.",
  }),
  "file-has-names": ({ path }) => ({
    what: `${path} has other names (hard links), which would not follow a change, so nothing was changed.`,
    todo: "Replace the file with a copy, and try again.",
  }),
  "file-too-large": ({ path, most }) => ({
    what: `${path} is too large to be read: at most ${formatSize("en", most)} is allowed.`,
    todo: "Check that this is the right file.",
  }),
  "file-denied": ({ path }) => ({
    what: `You may not read or write ${path}.`,
    todo: "Choose another place, or have its permissions changed.",
  }),
  "folder-missing": ({ path }) => ({
    what: `There is no folder ${path}.`,
    todo: "Create the folder first, or choose another place.",
  }),
};
