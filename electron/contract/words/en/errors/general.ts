import { nameOfLanguage } from "../../../base/languages.ts";
import { formatSize, plural } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors about all else, in English. */
export const generalErrors = {
  "display-missing": () => ({
    what: "There is no desktop here to show a window on.",
    todo: "Say it in a desktop session. All else the command does without one.",
  }),
  "terminal-not-agreed": ({ program }) => ({
    what: `${program} is not the terminal now, because it was not agreed to.`,
    todo: "Save it again and agree, or name a terminal program that Virtray knows.",
  }),
  "path-not-agreed": ({ path }) => ({
    what: `${path} was not used, because it was not agreed to.`,
    todo: "Try again and agree, or choose it by “Choose…”.",
  }),
  "terminal-missing": () => ({
    what: "No terminal program was found.",
    todo: "Install one, for example xterm, or name yours in the settings.",
  }),
  "host-woke": ({ resumed, clocksSet, uplink }) => ({
    what: `The computer has slept: ${plural("en", resumed, { one: "1 paused machine goes", other: `${resumed} paused machines go` })} on (clocks corrected: ${clocksSet}). ${uplink === null ? "Nothing leaves the LAN now" : `The way out is ${uplink}`}.`,
  }),
  "qemu-without-vde": () => ({
    what: "This QEMU was built without VDE, so machines cannot be plugged into the LAN.",
    todo: "Install your distribution’s own QEMU package.",
  }),
  "space-low": ({ path, freeMiB }) => ({
    what: `Only ${formatSize("en", freeMiB * 2 ** 20)} are free where ${path} lies.`,
    todo: "Make room: a machine whose disk cannot grow is halted.",
  }),
  "runtime-leftover": ({ path, command }) => ({
    what: `${path} belongs to no machine any more.`,
    todo: `It does no harm and may be removed: ${command}`,
  }),
  "as-root": () => ({
    what: "Virtray runs as root, so every machine’s QEMU does too.",
    todo: "Use it as a normal user: it asks for root where it needs it.",
  }),
  "input-invalid": ({ field, detail }) => ({ what: `${field}: ${detail}` }),
  "program-missing": ({ program, package: name, command }) => ({
    what: `The program ${program} is not installed.`,
    todo: `Install the package ${name}${command === undefined ? "." : `: ${command}`}`,
  }),
  "sandbox-missing": ({ detail, command }) => ({
    what:
      detail === undefined
        ? "Disk images are read without a sandbox: bubblewrap is not installed."
        : `Disk images are read without a sandbox: bubblewrap may not make one here (${detail}).`,
    todo:
      detail === undefined
        ? `Install the package bubblewrap${command === undefined ? "." : `: ${command}`}`
        : "Allow user namespaces for bubblewrap; on Ubuntu its AppArmor profile bwrap-userns-restrict does so (package apparmor-profiles). Until then, take images only from where you trust them.",
  }),
  "program-failed": ({ program, detail }) => ({ what: `${program} failed: ${detail}` }),
  "settings-corrupt": ({ path, detail }) => ({
    what: `${path} cannot be read: ${detail}.`,
    todo: "The file was left as it is; until it is mended, the defaults hold. Back to its backup: virtray recover settings",
  }),
  "settings-newer": ({ path, version }) => ({
    what: `${path} was written by a newer Virtray (version ${version} of the file).`,
    todo: "The file was left as it is. Update Virtray.",
  }),
  "words-missing": ({ language }) => ({
    what: `The texts for “${nameOfLanguage(language)}” cannot be loaded.`,
    todo: "Start Virtray again: its files may be those of another version now.",
  }),
  "file-not-broken": ({ path }) => ({ what: `${path} can be read: nothing is to be recovered.` }),
  "backup-missing": ({ path }) => ({
    what: `There is no backup of ${path}.`,
    todo: "The file was left as it is. Mend it or move its folder away.",
  }),
  "file-failed": ({ path, detail }) => ({ what: `${path}: ${detail}` }),
  "file-locked": ({ path, by }) => ({
    what: `${path} is being changed by ${by}.`,
    todo: "Try again in a moment.",
  }),
  "path-too-long": ({ path, most }) => ({
    what: `${path} is too long for a socket (${most} bytes at most).`,
    todo: "Set XDG_RUNTIME_DIR to a shorter path.",
  }),
  "runtime-folder-unsafe": ({ path, detail }) => ({
    what: `${path} cannot hold sockets safely: ${detail}.`,
    todo: "Set XDG_RUNTIME_DIR to a folder of yours with mode 0700.",
  }),
  cancelled: () => ({ what: "Cancelled." }),
  internal: ({ detail }) => ({ what: `This is a fault of Virtray’s own: ${detail}` }),
} satisfies Partial<ErrorWords>;
