import { formatSize } from "../../formats.ts";

/** The errors of suspended machines, in English. */
export const suspendErrors = {
  "machine-suspended": ({ name }: { readonly name: string }) => ({
    what: `“${name}” is suspended: a change now would not fit its saved memory.`,
    todo: "Start the machine and shut it down first, or discard its memory.",
    typed: `Start the machine and shut it down first, or discard its memory: virtray discard ${name}`,
  }),
  "machine-not-suspended": ({ name }: { readonly name: string }) => ({
    what: `“${name}” is not suspended, so there is no memory to discard.`,
    todo: "“virtray list” shows the state of all machines.",
  }),
  "suspend-device": ({ name, path }: { readonly name: string; readonly path: string }) => ({
    what: `“${name}” uses the physical disk ${path}, which could change while the machine is suspended.`,
    todo: "Pause the machine, or shut it down.",
  }),
  "suspend-no-room": ({
    name,
    path,
    needed,
    free,
  }: {
    readonly name: string;
    readonly path: string;
    readonly needed: number;
    readonly free: number;
  }) => ({
    what: `Saving the memory of “${name}” takes up to ${formatSize("en", needed)}, but only ${formatSize("en", free)} is free on the disk that holds ${path}. The machine is still running.`,
    todo: "Free some space, or shut the machine down instead.",
  }),
  "suspend-unusable": ({ name, detail }: { readonly name: string; readonly detail: string }) => ({
    what: `The saved memory of “${name}” no longer fits: ${detail}. The saved memory is kept.`,
    todo: "Boot the machine instead, as after a power failure; its memory is kept in a file.",
    typed: `Boot the machine instead, as after a power failure; its memory is kept in a file: virtray start --boot ${name}`,
  }),
  "suspend-missing": ({ name, path }: { readonly name: string; readonly path: string }) => ({
    what: `The saved memory of “${name}”, ${path}, is missing or incomplete.`,
    todo: "Restore that file, or boot the machine instead, as after a power failure.",
    typed: `Restore that file, or boot the machine, as after a power failure: virtray start --boot ${name}`,
  }),
  "suspend-changed": ({ name, path }: { readonly name: string; readonly path: string }) => ({
    what: `The saved memory of “${name}”, ${path}, was changed or damaged after it was written.`,
    todo: "Restore that file, or boot the machine instead, as after a power failure; the file is kept.",
    typed: `Restore that file, or boot the machine instead, as after a power failure; the file is kept: virtray start --boot ${name}`,
  }),
  "suspend-disk-changed": ({ name, path }: { readonly name: string; readonly path: string }) => ({
    what: `${path} has changed since “${name}” was suspended, so its saved memory would damage the files on it.`,
    todo: "Restore the disk as it was, or boot the machine instead; its memory is kept in a file.",
    typed: `Restore the disk as it was, or boot the machine instead; its memory is kept in a file: virtray start --boot ${name}`,
  }),
  "suspend-kept": ({ name, path }: { readonly name: string; readonly path: string }) => ({
    what: `“${name}” has booted; the memory of when it was suspended is kept in ${path}.`,
    todo: "Delete that file when you do not need it any more.",
  }),
};
