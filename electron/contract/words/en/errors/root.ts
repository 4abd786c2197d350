import type { ErrorWords } from "../../sentence.ts";
import { reportIt } from "../support.ts";

/** The sentences of errors about root and the root helper, in English. */
export const rootErrors = {
  "root-dismissed": () => ({
    what: "The password dialogue was closed, so nothing was changed.",
    todo: "Try again when you are ready.",
  }),
  "root-denied": () => ({
    what: "You have no administrator rights on this computer.",
    todo: "Ask an administrator, or log in as one.",
  }),
  "root-sudo-refused": () => ({
    what: "sudo refused, for the reason above.",
    todo: "Try again, or ask an administrator.",
  }),
  "root-no-agent": ({ command }) => ({
    what: "No program here can ask for the password (there is no polkit agent).",
    todo: `Run this in a terminal: ${command}`,
  }),
  "root-timeout": ({ seconds }) => ({
    what: `There was no answer to the password dialogue within ${seconds} s.`,
    todo: "Try again.",
  }),
  "root-crashed": ({ detail }) => ({
    what: `The root helper ended with an error: ${detail}.`,
    ...reportIt,
  }),
  "root-path-unsafe": ({ path }) => ({
    what: `${path} contains characters that must not be in a command that runs as root.`,
    todo: "Move the program to a path of letters, digits and . _ + @ - only.",
  }),
  "netd-lost": () => ({
    what: "The connection to the root helper was lost.",
    todo: "Try again: the root helper is restarted and continues where it was.",
  }),
  "netd-gone": () => ({
    what: "The root helper has ended; its rules still apply, but nothing restores them if they are changed.",
    todo: "Switch the LAN on again, or off.",
  }),
  "netd-refused": ({ detail }) => ({
    what: `The root helper refused: ${detail}.`,
    ...reportIt,
  }),
  "netd-run-path-unsafe": ({ path, detail }) => ({
    what: `${path} is not safe to use as root: ${detail}.`,
    todo: "Remove this path, then try again.",
  }),
  "once-step-failed": ({ step, detail }) => ({
    what: `“${step}” failed: ${detail}.`,
    todo: "The steps after it were not done.",
  }),
  "once-file-foreign": ({ path }) => ({
    what: `${path} exists already, but was not written by Virtray.`,
    todo: "The file was not changed. Check its content, then move it away.",
  }),
  "firewall-rules": () => ({
    what: "Virtray has added rules to another firewall that would otherwise block machines.",
    todo: "While the LAN is off, these rules have no effect. To remove them: virtray doctor --repair firewall-undo",
  }),
  "ssh-host-hidden": ({ name, file }) => ({
    what: `“ssh ${name}” reaches the machine, and not the host that ${file} has under “Host ${name}”.`,
    todo: `Give one of both another name: change that line, or rename the machine: virtray rename ${name} NAME`,
  }),
  "hosts-outdated": () => ({
    what: "The names of machines in /etc/hosts are out of date.",
    todo: "Have these lines updated, or remove them: virtray doctor --repair host-names-undo",
  }),
  "once-not-needed": ({ detail }) => ({ what: `Nothing was changed: ${detail}.` }),
  "repair-unknown": ({ id, known }) => ({
    what: `There is no repair “${id}” at the moment.`,
    todo: `Available repairs: ${known}.`,
  }),
} satisfies Partial<ErrorWords>;
