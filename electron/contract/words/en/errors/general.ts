import { nameOfLanguage } from "../../../base/languages.ts";
import { formatSize, plural } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";
import { systemDetails } from "../details.ts";
import { pathFault } from "../files.ts";
import { reportIt } from "../support.ts";

const makeRoom = "Free some space, then try again.";
const updateIt = "The file was not changed. Update Virtray.";

/** The sentences of errors about everything else, in English. */
export const generalErrors = {
  "display-missing": () => ({
    what: "There is no desktop here to show a window on.",
    todo: "Run the command in a desktop session; everything else works without one.",
  }),
  "terminal-not-agreed": ({ program }) => ({
    what: `${program} was not set as the terminal, because you did not agree.`,
    todo: "Save again and agree, or name a terminal program that Virtray knows.",
  }),
  "path-not-agreed": ({ path }) => ({
    what: `${path} was not used, because you did not agree.`,
    todo: "Try again and agree, or select the file with “Choose…”.",
  }),
  "terminal-missing": () => ({
    what: "No terminal program was found.",
    todo: "Install one, for example xterm, or name yours in the settings.",
  }),
  "host-woke": ({ resumed, clocksSet, uplink }) => ({
    what: `This computer was asleep. Machines resumed: ${resumed}; clocks corrected: ${clocksSet}. ${uplink === null ? "Machines have no uplink right now" : `The uplink is ${uplink}`}.`,
  }),
  "qemu-without-vde": () => ({
    what: "This QEMU was built without VDE, so machines cannot be connected to the LAN.",
    todo: "Install your distribution’s own QEMU package.",
  }),
  "space-low": ({ path, freeMiB }) => ({
    what: `Only ${formatSize("en", freeMiB * 2 ** 20)} is free on the disk that holds ${path}.`,
    todo: "Free some space: a machine whose disk cannot grow is paused.",
  }),
  "runtime-leftover": ({ path, command }) => ({
    what: `${path} is left over from a machine that no longer exists.`,
    todo: `This is harmless. To remove the file: ${command}`,
  }),
  "as-root": () => ({
    what: "Virtray is running as root, and so is the QEMU process of every machine.",
    todo: "Run Virtray as a normal user: it asks for a password where it needs root.",
  }),
  "program-missing": ({ program, package: name, command }) => ({
    what: `The program ${program} is not installed.`,
    todo: `Install the package ${name}${command === undefined ? "." : `: ${command}`}`,
  }),
  "sandbox-missing": ({ detail, command }) => ({
    what:
      detail === undefined
        ? "Disk images are read without a sandbox: bubblewrap is not installed."
        : `Disk images are read without a sandbox: bubblewrap cannot create one here (${detail}).`,
    todo:
      detail === undefined
        ? `Install the package bubblewrap${command === undefined ? "." : `: ${command}`}`
        : "Allow user namespaces for bubblewrap; on Ubuntu its AppArmor profile bwrap-userns-restrict does so (package apparmor-profiles). Until then, use images only from sources that you trust.",
  }),
  "program-failed": ({ program, detail }) => ({
    what: `${program} failed: ${detail}.`,
    ...(detail === systemDetails["ENOSPC"] ? { todo: makeRoom } : reportIt),
  }),
  "settings-newer": ({ path, version }) => ({
    what: `${path} was written by a newer Virtray (version ${version} of the file).`,
    todo: updateIt,
  }),
  "words-missing": ({ language }) => ({
    what: `The texts for “${nameOfLanguage(language)}” cannot be loaded.`,
    todo: "Restart Virtray: its files may belong to another version now.",
  }),
  "file-not-broken": ({ path }) => ({
    what: `${path} can be read, so there is nothing to restore.`,
  }),
  "backup-missing": ({ path }) => ({
    what: `There is no backup of ${path}.`,
    todo: "The file was not changed. Fix the file, or move its folder away.",
  }),
  "file-failed": ({ path, fault }) => pathFault(path, fault),
  "file-locked": ({ path, by }) => ({
    what: `${path} is being changed by ${by}.`,
    todo: "Try again in a moment.",
  }),
  "path-too-long": ({ path, most }) => ({
    what: `${path} is too long for a socket (${plural("en", most, { one: "1 byte", other: `${most} bytes` })} at most).`,
    todo: "Set XDG_RUNTIME_DIR to a shorter path.",
  }),
  "runtime-folder-unsafe": ({ path, detail }) => ({
    what: `${path} is not safe for sockets: ${detail}.`,
    todo: "Set XDG_RUNTIME_DIR to a folder of your own with mode 0700.",
  }),
  cancelled: () => ({ what: "Cancelled." }),
  internal: ({ detail }) => ({
    what: `Virtray ran into an internal error: ${detail}.`,
    ...reportIt,
  }),
} satisfies Partial<ErrorWords>;
