import type { PathFault } from "../../errors/general.ts";
import type { Sentence } from "../sentence.ts";

/** The sentence about a fault of a file or its file system. */
export function pathFault(path: string, fault: PathFault): Sentence {
  switch (fault) {
    case "missing":
      return {
        what: `There is no ${path}.`,
        todo: "Check the path; if it is on another disk, connect that disk.",
      };
    case "not-folder":
      return {
        what: `${path} lies below something that is not a folder.`,
        todo: "Check the path, or choose another place.",
      };
    case "folder":
      return {
        what: `${path} is a folder, where a file is needed.`,
        todo: "Give a file, or move the folder away.",
      };
    case "exists":
      return {
        what: `${path} is there already, and nothing is written over it.`,
        todo: "Move it away, or choose another place.",
      };
    case "read-only":
      return {
        what: `${path} is on a disk that can only be read.`,
        todo: "Choose another place, or mount that disk for writing. A disk with errors is also mounted so: journalctl -k tells.",
      };
    case "too-many-open":
      return {
        what: `${path} could not be opened, because too many files are open.`,
        todo: "Close other programs, or raise the limit (ulimit -n), and start Virtray again.",
      };
    case "links":
      return {
        what: `The links at ${path} lead in a circle.`,
        todo: "Give the path of the file itself.",
      };
    case "name":
      return { what: `${path} cannot be a path here.`, todo: "Choose a shorter or simpler one." };
    case "device":
      return {
        what: `The disk that holds ${path} reported an error.`,
        todo: "Save your data, and check the disk; the kernel’s log tells more: journalctl -k",
      };
    case "busy":
      return {
        what: `${path} is in use.`,
        todo: "End the program that uses it, and try again.",
      };
    case "too-large":
      return {
        what: `${path} would be larger than its file system allows.`,
        todo: "Choose a place on another file system: FAT has files of up to 4 GiB.",
      };
    case "not-supported":
      return {
        what: `The file system that holds ${path} lacks a feature that is needed.`,
        todo: "Choose a place on another one, such as ext4, XFS or Btrfs.",
      };
    case "away":
      return {
        what: `The disk that holds ${path} does not answer.`,
        todo: "Connect it or its network again, and try again.",
      };
    case "memory":
      return { what: `There was too little memory for ${path}.`, todo: "Close other programs." };
    case "changed":
      return { what: `${path} was changed by another program just now.`, todo: "Try again." };
    case "content":
      return {
        what: `${path} does not hold what it should.`,
        todo: "Put the original file back, or create the machine anew.",
      };
    case "other":
      return {
        what: `${path} could not be used.`,
        todo: "The details have the system’s own words. Try again, or choose another place.",
      };
  }
}
