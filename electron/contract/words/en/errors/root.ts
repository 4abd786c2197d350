import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors about root’s part, in English. */
export const rootErrors = {
  "root-dismissed": () => ({
    what: "The password dialogue was closed, so nothing was changed.",
    todo: "Try again when you are ready.",
  }),
  "root-denied": () => ({
    what: "This computer does not let you act as administrator.",
    todo: "Ask an administrator for the right, or sign in as one.",
  }),
  "root-sudo-refused": () => ({
    what: "sudo did not let you act as administrator, and says above why.",
    todo: "Try again, or ask an administrator for the right.",
  }),
  "root-no-agent": ({ command }) => ({
    what: "No program here can ask for the password (no polkit agent).",
    todo: `Run this in a terminal: ${command}`,
  }),
  "root-timeout": ({ seconds }) => ({
    what: `No answer to the password dialogue within ${seconds} s.`,
    todo: "Try again.",
  }),
  "root-crashed": ({ detail }) => ({ what: `The privileged part ended with an error: ${detail}` }),
  "root-path-unsafe": ({ path }) => ({
    what: `${path} has characters that must not reach a root command.`,
    todo: "Move the program to a path of letters, digits and . _ + @ - only.",
  }),
  "netd-lost": () => ({
    what: "The privileged part went away in mid-conversation.",
    todo: "Try again: it is started anew and takes over what it had set up.",
  }),
  "netd-gone": () => ({
    what: "The part that keeps the LAN’s rules has ended; they still hold, but nothing repairs them.",
    todo: "Switch the LAN on again, or off.",
  }),
  "netd-refused": ({ detail }) => ({ what: `The privileged part refused: ${detail}` }),
  "netd-run-path-unsafe": ({ path, detail }) => ({
    what: `${path} is not safe to use as root: ${detail}.`,
    todo: "Remove it, then try again.",
  }),
  "once-step-failed": ({ step, detail }) => ({
    what: `“${step}” failed: ${detail}`,
    todo: "What comes after it was not done.",
  }),
  "once-file-foreign": ({ path }) => ({
    what: `${path} is there already, and is not as Virtray writes it.`,
    todo: "It was left as it is. Look into it, then move it away.",
  }),
  "firewall-rules": () => ({
    what: "Rules of Virtray’s are in another firewall, which would stop machines otherwise.",
    todo: "Without the LAN they match nothing. To take them back: virtray doctor --repair firewall-undo",
  }),
  "hosts-outdated": () => ({
    what: "The names of machines in /etc/hosts are out of date.",
    todo: "Have them written anew, or take them back: virtray doctor --repair host-names-undo",
  }),
  "once-not-needed": ({ detail }) => ({ what: `Nothing was changed: ${detail}.` }),
  "repair-unknown": ({ id, known }) => ({
    what: `Nothing can be repaired by the name “${id}” now.`,
    todo: `There are: ${known}.`,
  }),
} satisfies Partial<ErrorWords>;
