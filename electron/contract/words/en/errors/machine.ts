import { formatSize } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors about machines, in English. */
export const machineErrors = {
  "machine-unknown": ({ name }) => ({
    what: `There is no machine named “${name}”.`,
    todo: "“virtray list” shows all machines.",
  }),
  "machine-name-invalid": ({ name }) => ({
    what: `“${name}” cannot be a machine’s name.`,
    todo: "A name has 1 to 63 lower-case letters, digits and hyphens, and neither begins nor ends with a hyphen.",
  }),
  "machine-name-taken": ({ name }) => ({
    what: `A machine named “${name}” exists already.`,
    todo: "Choose another name.",
  }),
  "machine-file-corrupt": ({ path, detail }) => ({
    what: `${path} cannot be read as a machine: ${detail}.`,
    todo: "The file was left as it is. Mend it, or go back to its backup: virtray recover ID",
  }),
  "machine-file-newer": ({ path, version }) => ({
    what: `${path} was written by a newer Virtray (version ${version} of the file).`,
    todo: "The file was left as it is. Update Virtray.",
  }),
  "machine-running": ({ name, wish: request }) =>
    request === "start"
      ? { what: `“${name}” is running already.` }
      : { what: `“${name}” is running.`, todo: "Stop it first." },
  "machine-not-running": ({ name }) => ({ what: `“${name}” is not running.` }),
  "machine-not-answering": ({ name }) => ({
    what: `“${name}” runs, but its QEMU process does not answer.`,
    todo: "Wait a moment, or force it to stop.",
  }),
  "machine-busy": ({ name }) => ({
    what: `“${name}” is being started or stopped by another program.`,
    todo: "Try again in a moment.",
  }),
  "machine-start-failed": ({ name, detail }) => ({
    what: `“${name}” did not start: ${detail}`,
  }),
  "machine-died": ({ name, detail }) => ({
    what: `“${name}” ended unexpectedly: ${detail}`,
    todo: "Start it again; its log tells more.",
  }),
  "machine-killed": ({ name }) => ({
    what: `“${name}” ended unexpectedly: its QEMU process was killed from outside or crashed without a word.`,
    todo: "Start it again. If memory was short, give it less or close other programs.",
  }),
  "machine-disk-full": ({ name, path, freeMiB }) => ({
    what: `“${name}” is paused because ${path} could not grow: the disk was full (now ${formatSize("en", freeMiB * 2 ** 20)} are free).`,
    todo: "Make room, then resume it: nothing was lost.",
  }),
  "machine-panicked": ({ name }) => ({
    what: `The system in “${name}” has crashed (kernel panic) and stands still.`,
    todo: "Its console tells why. Start it again, or force it to stop.",
  }),
  "machine-halted": ({ name, state }) => ({
    what: `QEMU halted “${name}” (${state}).`,
    todo: "Its log tells why. Resume it once the cause is gone, or force it to stop.",
  }),
  "machine-stop-timeout": ({ name, seconds }) => ({
    what: `“${name}” did not power down within ${seconds} s.`,
    todo: "Wait longer, or force it to stop (unsaved work in it is lost).",
  }),
  "machine-too-many": ({ most }) => ({
    what: `The switch holds ${most} running machines, and all its ports are taken.`,
    todo: "Stop a machine first.",
  }),
  "memory-invalid": ({ asked, least, most }) => ({
    what: `${asked} MiB of memory is not possible.`,
    todo: `Choose a whole number from ${least} to ${most} MiB (all that this computer has).`,
  }),
  "cpus-invalid": ({ asked, most }) => ({
    what: `${asked} processors are not possible.`,
    todo: `Choose a whole number from 1 to ${most}.`,
  }),
  "vnc-taken": ({ display, name }) => ({
    what: `VNC display ${display} belongs to “${name}”.`,
    todo: "Choose another number.",
  }),
  "vnc-open": ({ display, name }) => ({
    what: `VNC display ${display} of “${name}” asks for no password: an earlier version of Virtray started it. Every user of this computer can see its screen and type.`,
    todo: "Stop the machine and start it again.",
  }),
  "machine-orphaned": ({ id }) => ({
    what: `A machine still runs that Virtray has no definition of: ${id}.`,
    todo: "Bring it back from the trash if it is there. Otherwise end its process, which names this id.",
  }),
} satisfies Partial<ErrorWords>;
