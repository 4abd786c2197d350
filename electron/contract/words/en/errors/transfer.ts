import type { TransferErrors } from "../../../errors/transfer.ts";
import { formatSize } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors of copying files into machines and out of them. */
export const transferErrors: Pick<ErrorWords, keyof TransferErrors> = {
  "transfer-missing": ({ place }) => ({
    what: `There is no ${place}.`,
    todo: "Check the path. In a machine, a relative path begins in the home folder of the user there.",
  }),
  "transfer-folder": ({ place }) => ({
    what: `${place} is a folder, and folders are copied on request only.`,
    todo: "Add -r to copy the folder with all that is in it.",
  }),
  "transfer-target-missing": ({ place }) => ({
    what: `There is no folder for ${place}, so nothing was copied.`,
    todo: "Create the folder first, or give another target.",
  }),
  "transfer-no-login": ({ name, detail }) => ({
    what: `The login to “${name}” failed: ${detail}.`,
    todo: `Check that the login works, then try again: virtray ssh ${name}`,
  }),
  "transfer-failed-inside": ({ name, detail }) => ({
    what: `Copying failed in “${name}”: ${detail}.`,
    todo: "Check space and permissions in the machine, then copy again.",
  }),
  "transfer-lost": ({ name, detail }) => ({
    what: `The connection to “${name}” was lost while files were copied: ${detail}.`,
    todo: `Check that the machine is running and answers, then copy again: virtray ssh ${name}`,
  }),
  "transfer-cut": ({ place }) => ({
    what: `Not all of the file arrived for ${place}, so nothing was put there.`,
    todo: "Copy again, and copy a file to one place by one command at a time.",
  }),
  "transfer-goes-on": ({ part, bytes }) => ({
    what: `Copying goes on after ${formatSize("en", bytes)}, which are in ${part} already.`,
  }),
  "transfer-anew": ({ part, why }) => ({
    what:
      why === "different"
        ? `Copying starts from the beginning: ${part} is not the first part of this file.`
        : `Copying starts from the beginning: the machine has no sha256sum, so ${part} cannot be compared with the file.`,
  }),
  "transfer-kept": ({ part }) => ({
    what: `What has arrived is kept in ${part}.`,
    todo: "Give the same copy again to go on there, or delete that file.",
  }),
  "transfer-strange": ({ name, sent }) => ({
    what: `“${name}” sent a file that was not asked for (${sent}). The file was not written.`,
    todo: "Check the tar program in the machine, and whether the machine can be trusted.",
  }),
  "transfer-sent": ({ name, names }: { readonly name: string; readonly names: string }) => ({
    what: `Copied into the home folder in “${name}”: ${names}`,
  }),
  "transfer-ends": () => ({
    what: "Sources or target have to be in a machine.",
    todo: "Write NAME:PATH for a path in the machine NAME, as in: virtray copy notes.txt web:",
  }),
  "transfer-stream": () => ({
    what: "“-” stands for one stream, so the other end has to be one file in a machine.",
    todo: "Copy one file at a time, as in: virtray copy - web:notes.txt",
  }),
};
