import type { PathFault } from "../../errors/general.ts";
import type { Sentence } from "../sentence.ts";

/** The sentence about each fault of a file or its file system. */
const faults: Readonly<Record<PathFault, (path: string) => Sentence>> = {
  missing: (path) => ({
    what: `There is no ${path}.`,
    todo: "Check the path; if it is on another disk, connect that disk.",
  }),
  "not-folder": (path) => ({
    what: `${path} lies below something that is not a folder.`,
    todo: "Check the path, or choose another place.",
  }),
  folder: (path) => ({
    what: `${path} is a folder, where a file is needed.`,
    todo: "Give a file, or move the folder away.",
  }),
  exists: (path) => ({
    what: `${path} exists already, and nothing is written over it.`,
    todo: "Move the file away, or choose another place.",
  }),
  "read-only": (path) => ({
    what: `${path} is on a disk that can only be read.`,
    todo: "Choose another place, or mount that disk for writing. A disk with errors is also mounted read-only; whether that is the reason, this shows: journalctl -k",
  }),
  "too-many-open": (path) => ({
    what: `${path} could not be opened, because too many files are open.`,
    todo: "Close other programs, or raise the limit (ulimit -n), and start Virtray again.",
  }),
  links: (path) => ({
    what: `The links at ${path} lead in a circle.`,
    todo: "Give the path of the file itself.",
  }),
  name: (path) => ({
    what: `${path} cannot be a path here.`,
    todo: "Choose a shorter or simpler path.",
  }),
  device: (path) => ({
    what: `The disk that holds ${path} reported an error.`,
    todo: "Save your data, and check the disk; the kernel’s log tells more: journalctl -k",
  }),
  busy: (path) => ({
    what: `${path} is in use.`,
    todo: "End the program that uses it, and try again.",
  }),
  "too-large": (path) => ({
    what: `${path} would be larger than its file system allows.`,
    todo: "Choose a place on another file system: FAT has files of up to 4 GiB.",
  }),
  "not-supported": (path) => ({
    what: `The file system that holds ${path} lacks a feature that is needed.`,
    todo: "Choose a place on another file system, such as ext4, XFS or Btrfs.",
  }),
  away: (path) => ({
    what: `The disk that holds ${path} does not answer.`,
    todo: "Connect the disk or its network again, and try again.",
  }),
  memory: (path) => ({
    what: `There was too little memory for ${path}.`,
    todo: "Close other programs.",
  }),
  changed: (path) => ({
    what: `${path} was changed by another program just now.`,
    todo: "Try again.",
  }),
  content: (path) => ({
    what: `${path} does not hold what it should.`,
    todo: "Put the original file back, or create the machine again.",
  }),
  other: (path) => ({
    what: `${path} could not be used.`,
    todo: "The details have the system’s own words. Try again, or choose another place.",
  }),
};

/** Returns the sentence about a fault of a file or its file system. */
export function pathFault(path: string, fault: PathFault): Sentence {
  return faults[fault](path);
}
