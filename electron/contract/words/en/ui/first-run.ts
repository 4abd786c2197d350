import { plural } from "../../formats.ts";

/** Texts of the way to the first machine, in English. */
export const firstRun = {
  title: "Create your first machine",
  intro: "Virtray downloads the chosen system once and runs it on a private network.",
  creating: (system: string) => `First machine: ${system}`,
  running: (name: string) => `${name} is running`,
  systems: "System",
  go: "Create and start",
  own: "I have a disk image or CD",
  steps: {
    checking: "Checking this computer…",
    ready: "This computer is ready",
    notReady: "Something is missing on this computer",
    lan: "Switch the LAN on (asks for your password)",
    lanDone: "The LAN is on",
    image: (system: string) => `Download ${system}`,
    template: (name: string) => `Use the template “${name}”`,
    machine: "Create and start the machine",
    login: "Log in",
  },
  kvm: "KVM works",
  noKvm: "No KVM: machines will be slow",
  hints: (count: number) => plural("en", count, { one: "1 hint", other: `${count} hints` }),
  fix: "Fix…",
  newKey: "A key to log in with was made: ~/.ssh/id_ed25519",
  answersIn: (seconds: number) => `Waiting for the machine’s first answer… ${seconds} s`,
  states: { todo: "to do", busy: "in progress", done: "done", failed: "failed" },
  skip: "Skip",
  show: "Show machine",
};
