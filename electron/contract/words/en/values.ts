import type { FileFault, ValueFault } from "../../errors/value-fault.ts";
import { formatNumber } from "../formats.ts";
import type { ErrorWords, Sentence } from "../sentence.ts";

/** The possible values where the fault tells no limit. */
const possible = {
  "machine-name":
    "1 to 63 lower-case letters, digits and hyphens, without a hyphen at the beginning or end",
  id: "an id of Virtray’s own, such as 3b0e4a53-6d0c-4f0e-9c43-0123456789ab",
  "folder-name": "the name of a folder, without a dot in front and without “/”",
  interface: "the name of a network interface, such as eth0, with at most 15 characters",
  "kernel-interface": "the name of a network interface, such as eth0, with at most 15 characters",
  "lan-interface": "a name that begins with vtap or virtray, with at most 15 characters",
  address: "an IPv4 address, such as 192.168.100.7",
  "private-address": "a private IPv4 address, such as 192.168.100.254",
  mac: "a MAC address in lower case, such as 52:54:00:12:34:56, of one card",
  path: "the whole path of a file or folder, which begins with “/”",
  port: "a whole number from 1 to 65535",
  count: "a whole number from 1 on",
  user: "1 to 32 lower-case letters, digits, hyphens and underscores, with a letter or an underscore in front",
  "disk-size": "a size from 512 bytes to 64 TiB, in whole sectors of 512 bytes",
  "machine-type": "a machine type of QEMU, such as pc-q35-7.2",
  order: "a whole number from 0 to 99",
  display: "a whole number from 0 to 99, or none",
  "prefix-length": "a whole number from 16 to 29",
  "disk-index": "the number of one of its disks, from 0 on",
  time: "a time, such as 2026-11-23T12:00:00.000Z",
  url: "an address that begins with https:// or http://",
  "https-url": "an address that begins with https://",
  "ssh-key": "an SSH public key in one line, as in ~/.ssh/id_ed25519.pub",
  sha256: "64 digits from 0 to 9 and a to f (SHA-256)",
  sha512: "128 digits from 0 to 9 and a to f (SHA-512)",
  "snapshot-name": "a text of one line, with 1 to 70 characters",
  "snapshot-id": "the id of a snapshot, as “virtray snapshot list” shows it",
  "file-name": "the name of a file, in one line",
  size: "a size, such as 20G",
  forward: "ports here and in the machine, such as 8080:80, 5353:53/udp or 8443:443 uplink",
  forwards: "at most 32 forwards, each of another port",
  uplinks: "1 to 8 network interfaces, each named once",
  "network-id": "a network that Virtray noted",
  "display-name": "a text with 1 to 100 characters",
  "catalogue-id": "the id of an image, as “virtray template catalogue” shows it",
  fingerprint: "the fingerprint of a key, as ssh-keygen writes it",
  "key-combination": "keys such as Super+Alt+V, or nothing",
  picture: "a picture in PNG, with at most 64 MiB",
  version: "a version, such as 1.2.3",
  "error-code": "the code of an error of Virtray’s own",
  "ssh-host": "“HOST” or “USER@HOST”, by the name that ssh knows it by",
  tag: "1 to 32 lower-case letters, digits, dots, hyphens and underscores, with a letter or digit in front",
  variable: "letters, digits and underscores, beginning with no digit",
  line: "a text of one line, with at most 4096 characters",
  after: "a machine’s name, also with “ready” or “started” behind it",
  note: "a text of one line, with at most 200 characters",
  weather: "delay, jitter, loss and rate of a cable, the jitter not above the delay",
  airlock: "1 to 32 destinations that are not too long together",
  "airlock-entry": "a name or an IPv4 address, such as pypi.org, github.com:443 or 10.0.0.0/8:22",
  "guest-folder":
    "an absolute path in the machine without “..”, blanks and backslashes, and not in /dev, /proc, /run or /sys, such as /src",
  "share-line": "a folder here and a path in the machine, such as src:/src or docs:/docs read-only",
  shares: "one to eight shared folders, each at another path in the machine",
  proxy:
    "“host”, or an address such as http://proxy.example.org:3128, in which other characters than letters, digits and . _ ~ + - are written as %XX",
  certificate: "certificates as text (PEM)",
  text: "a text",
  number: "a number",
  "whole-number": "a whole number",
  truth: "true or false",
  list: "a list",
  map: "settings with their names",
  nothing: "nothing",
  other: "another value",
} as const;

function possibleFor({ wrong, limit }: ValueFault): string {
  const number = typeof limit === "number" ? formatNumber("en", limit) : limit;
  switch (wrong) {
    case "choice":
      return String(limit);
    case "least":
      return `a number from ${number} on`;
    case "most":
      return `a number up to ${number}`;
    case "multiple":
      return `a multiple of ${number}`;
    case "shortest":
      return `at least ${number} characters or entries`;
    case "longest":
      return `at most ${number} characters or entries`;
    case "unknown":
    case "missing":
    case "stranger":
      return "";
    default:
      return possible[wrong];
  }
}

/** Tells of a value that is not possible, and which ones are. */
export function valueFault(fault: ValueFault): Sentence {
  const { field, wrong, text } = fault;
  if (wrong === "unknown") return { what: `There is no setting “${field}”.` };
  if (wrong === "missing") return { what: `The setting “${field}” is missing.` };
  if (wrong === "stranger") {
    return { what: `“${field}” was asked by a page that is not Virtray’s, and got no answer.` };
  }
  const about = field === "" ? "" : ` for “${field}”`;
  return {
    what: `“${text}” is not possible${about}.`,
    todo: `Possible: ${possibleFor(fault)}.`,
  };
}

/** Tells what is wrong in a file of JSON, and where, as the end of a sentence. */
export function fileFault({ wrong, line, column, ...fault }: FileFault): string {
  const place = line === 0 ? "" : ` (line ${line}, column ${column})`;
  if (wrong === "absent") return "it is not there";
  if (wrong === "json") return `it is not JSON from line ${line}, column ${column} on`;
  if (wrong === "own-id") return `its id is not ${fault.text}, the name of its folder${place}`;
  const { what, todo } = valueFault({ wrong, ...fault });
  const clause = what.replace(/\.$/, "").replace(/^T/, "t");
  return `${clause}${place}${todo === undefined ? "" : `; ${todo.replace(/^P/, "p").replace(/\.$/, "")}`}`;
}

/** The id of a machine, by the path of its file. */
const idOf = (path: string) => path.split("/").at(-2) ?? "";

/** The errors of values and files that are not as they must be. */
export const valueErrors: Pick<
  ErrorWords,
  | "input-invalid"
  | "settings-corrupt"
  | "machine-file-corrupt"
  | "template-file-corrupt"
  | "write-refused"
> = {
  "input-invalid": valueFault,
  "settings-corrupt": (fault) => ({
    what: `The settings in ${fault.path} cannot be read: ${fileFault(fault)}.`,
    todo: "The file was not changed; the defaults apply until it is readable again. Fix the file, or restore its backup: virtray recover settings",
  }),
  "machine-file-corrupt": (fault) => ({
    what: `The machine’s file ${fault.path} cannot be read: ${fileFault(fault)}.`,
    todo: "The file was not changed. Fix the file, or restore its backup.",
    typed: `The file was not changed. Fix the file, or restore its backup: virtray recover ${idOf(fault.path)}`,
  }),
  "template-file-corrupt": (fault) => ({
    what: `The template’s file ${fault.path} cannot be read: ${fileFault(fault)}.`,
    todo: "The file was not changed. Fix the file, or move its folder away.",
  }),
  "write-refused": (fault) => ({
    what: `Nothing was written to ${fault.path}, because the result would not have been readable: ${fileFault(fault)}. This is an internal error of Virtray.`,
    todo: "The file was not changed. Try other values, and report this with a support report.",
  }),
};
