import { plural } from "../../formats.ts";

/** The texts of the form that makes a machine from a template, in English. */
export const fromTemplate = {
  origin: "Source",
  origins: {
    template: "Template",
    file: "Existing image",
    cd: "Install CD",
    device: "Physical disk",
  },
  intro:
    "Everything is filled in. The machine is ready at once, whatever the size of its template.",
  none: "There is no template yet to create a machine from.",
  toTemplates: "To the templates",
  template: "Template",
  atOnce: "The machine runs at once: its template is warmed.",
  templateHint: "The initial content of the machine’s disk.",
  userUnknown: "Empty: the same name as on this computer.",
  disk: "Disk (GiB)",
  diskHint: (least: string) => `At least ${least}, as large as the template.`,
  diskWrong: (least: string) => `Give a whole number of GiB, at least ${least}.`,
  keys: {
    logIn: "Log in with:",
    nobody: "no key",
    change: "Change",
    label: "SSH keys",
    none: "There is no key in ~/.ssh yet.",
    make: "Make a key",
    makeHint:
      "Without a key nobody can log in by SSH. The new key is created as ~/.ssh/id_ed25519.",
    hint: "Anyone with one of these keys logs in without a password.",
  },
  userDataLabel: "User data",
  userDataHint: "A cloud-config in YAML; it takes precedence over Virtray’s own.",
};

/** The texts about what a new machine gets of its surroundings, in English. */
export const handedOn = {
  proxy: "Proxy",
  noProxy: "None",
  ofHost: (computer: string | null) =>
    computer === null ? "This computer’s" : `That of “${computer}”`,
  otherProxy: "Another one",
  proxyHint: "Programs in the machine use the proxy for the web and for packages.",
  proxyAddress: "Proxy’s address",
  proxyWrong: "Give an address such as http://proxy.example.org:3128.",
  certificates: "Certificates",
  certificatesHint: "CA certificates (PEM) that the machine trusts, such as your company’s.",
  count: (count: number) =>
    plural("en", count, { one: "1 certificate", other: `${count} certificates` }),
  leaveOut: (path: string) => `Leave out ${path}`,
  agent: "Install the guest agent",
  agentHint:
    "With the guest agent, Virtray tells what is inside the machine and runs commands without a network. The agent is installed once an uplink is in use.",
};

/** The texts about a machine that was just made, in English. */
export const created = {
  title: (name: string) => `“${name}” is ready`,
  ssh: "Once the machine has started, log in:",
  install: "The machine boots from the CD. Install the system at its console:",
  console: "Open console",
  more: "Create another",
  show: "Show machine",
};

/** The texts about what to type into a guest, in English. */
export const staticSettings = {
  title: "Set inside the guest",
  hint: "A guest that does not use DHCP needs these settings, for example in /etc/network/interfaces:",
};
