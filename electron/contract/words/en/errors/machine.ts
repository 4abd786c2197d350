import { formatNumber, formatSize, plural } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";
import { seeLog } from "../support.ts";

/** Returns the advice that ends with the way to stop a machine that does not react. */
const orForce = (name: string, first: string, what = "“Force stop”") => ({
  todo: `${first}, or use ${what}.`,
  typed: `${first}, or force the machine to stop: virtray kill ${name}`,
});

/** The sentences of errors about machines, in English. */
export const machineErrors = {
  "machine-unknown": ({ name }) => ({
    what: `There is no machine named “${name}”.`,
    todo: "Choose a machine that exists.",
    typed: "“virtray list” shows all machines.",
  }),
  "machine-name-invalid": ({ name }) => ({
    what: `“${name}” cannot be the name of a machine.`,
    todo: "A name has 1 to 63 lower-case letters, digits and hyphens, and neither begins nor ends with a hyphen.",
  }),
  "machine-name-taken": ({ name }) => ({
    what: `A machine named “${name}” exists already.`,
    todo: "Choose another name.",
  }),
  "machine-file-newer": ({ path, version }) => ({
    what: `${path} was written by a newer Virtray (version ${version} of the file).`,
    todo: "The file was not changed. Update Virtray.",
  }),
  "machine-running": ({ name, wish: request }) =>
    request === "start"
      ? { what: `“${name}” is running already.` }
      : {
          what: `“${name}” is running.`,
          todo: "Shut the machine down first.",
          typed: `Shut the machine down first: virtray stop ${name}`,
        },
  "machine-not-running": ({ name }) => ({
    what: `“${name}” is not running.`,
    todo: "Start the machine first.",
    typed: `Start the machine first: virtray start ${name}`,
  }),
  "machine-not-answering": ({ name }) => ({
    what: `“${name}” is running, but its QEMU process does not answer.`,
    ...orForce(name, "Wait a moment"),
  }),
  "machine-not-ready": ({ name, until, seconds }) => ({
    what: `“${name}” ${until === "ping" ? "did not answer" : until === "ssh" ? "took no SSH login" : "was not set up"} within ${seconds} s. The machine goes on.`,
    todo: `Wait longer, with --timeout, or check the machine’s connection: virtray doctor path ${name}`,
  }),
  "setup-failed": ({ name, line }) => ({
    what: `The set-up of “${name}” failed: “${line}”.`,
    todo: `Read the log in the guest: virtray ssh ${name} sudo tail /var/log/cloud-init-output.log`,
  }),
  "setup-no-way-out": ({ name }) => ({
    what: `The set-up of “${name}” is still going on, but no uplink is in use, so the machine cannot download anything. The machine goes on.`,
    todo: "Choose an uplink, and check that the LAN is on and the machine’s cable is plugged in.",
    typed: `Choose an uplink, or check the machine’s connection: virtray doctor path ${name}`,
  }),
  "setup-login-refused": ({ name, user, keys, detail }) => ({
    what: `“${name}” refuses the SSH login${user === null ? "" : ` as “${user}”`}${keys === "" ? "" : ` using ${keys}`} (“${detail}”), so whether the set-up has ended cannot be asked. The machine goes on.`,
    todo: `Log in once to see the cause, then wait again: virtray ssh ${name}`,
  }),
  "machine-protected": ({ name }) => ({
    what: `“${name}” is protected: it is not deleted, forced off or restored.`,
    todo: `Shut the machine down instead, or end its protection: virtray mark ${name} --unprotect`,
  }),
  "marks-missing": () => ({
    what: "There is nothing to change.",
    todo: "Give a tag, a note or the protection, as in: virtray mark web --tag prod",
  }),
  "machines-not-chosen": () => ({
    what: "No machine has been chosen.",
    todo: "Give names, --tag TAG or --all; only one of the three.",
  }),
  "machine-busy": ({ name }) => ({
    what: `“${name}” is being started or shut down by another program.`,
    todo: "Try again in a moment.",
  }),
  "machine-start-failed": ({ name, detail }) => ({
    what: `“${name}” did not start: ${detail}.`,
    ...seeLog(name),
  }),
  "machine-died": ({ name, detail }) => ({
    what: `“${name}” ended unexpectedly: ${detail}.`,
    ...seeLog(name, "Start the machine again. "),
  }),
  "machine-killed": ({ name }) => ({
    what: `“${name}” ended unexpectedly: its QEMU process crashed or was killed by something else, and left no message.`,
    todo: "Start the machine again. If memory was short, give the machine less, or close other programs.",
  }),
  "machine-disk-full": ({ name, path, freeMiB }) => ({
    what: `“${name}” is paused because ${path} could not grow: the disk was full (${formatSize("en", freeMiB * 2 ** 20)} is free now).`,
    todo: "Free some space, then resume the machine: nothing was lost.",
  }),
  "machine-panicked": ({ name }) => ({
    what: `The guest in “${name}” has crashed (kernel panic).`,
    ...orForce(name, "The console shows why. Restart the machine"),
  }),
  "machine-halted": ({ name, state }) => ({
    what: `QEMU has paused “${name}” (${state}).`,
    ...orForce(name, "The log shows why. Resume the machine once the cause is gone"),
  }),
  "machine-stop-timeout": ({ name, seconds }) => ({
    what: `“${name}” did not shut down within ${seconds} s.`,
    ...orForce(name, "Wait longer", "“Force stop” (unsaved work in the guest is lost)"),
  }),
  "machine-too-many": ({ most }) => ({
    what: `All switch ports are in use: ${plural("en", most, { one: "1 machine is", other: `${most} machines are` })} running.`,
    todo: "Shut down another machine first.",
  }),
  "logins-too-many": ({ most }) => ({
    what: `${most} terminals of this machine are open here, and no more are possible.`,
    todo: "Close one of them first, or use “Open terminal”.",
  }),
  "memory-invalid": ({ asked, least, most }) => ({
    what: `${formatNumber("en", asked)} MiB of memory is not possible.`,
    todo: `Choose a whole number from ${formatNumber("en", least)} to ${formatNumber("en", most)} MiB (all that this computer has).`,
  }),
  "cpus-invalid": ({ asked, most }) => ({
    what: `${plural("en", asked, { one: "1 processor is", other: `${formatNumber("en", asked)} processors are` })} not possible.`,
    todo: `Choose a whole number from 1 to ${most}.`,
  }),
  "vnc-taken": ({ display, name }) => ({
    what: `VNC display ${display} belongs to “${name}”.`,
    todo: "Choose another number.",
  }),
  "vnc-open": ({ display, name }) => ({
    what: `VNC display ${display} of “${name}” does not ask for a password, because an earlier version of Virtray started the machine. Every user of this computer can see the screen and type.`,
    todo: "Shut the machine down, and start it again.",
  }),
  "machine-orphaned": ({ id }) => ({
    what: `A machine without a definition is still running: ${id}.`,
    todo: "Restore the machine if it is in the trash. Otherwise end the QEMU process whose command line contains this ID.",
  }),
} satisfies Partial<ErrorWords>;
