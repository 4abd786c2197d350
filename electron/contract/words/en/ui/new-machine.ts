/** The texts of the form that makes a machine from a template, in English. */
export const fromTemplate = {
  origin: "Made from",
  origins: {
    template: "From a template",
    file: "From an existing image",
    cd: "From an install CD",
    device: "From a real disk",
  },
  intro:
    "Everything is filled in. The machine is there at once, whatever the size of its template.",
  none: "There is no template yet to make a machine from.",
  toTemplates: "To the templates",
  template: "Template",
  templateHint: "What its disk begins with.",
  userUnknown: "Empty: the same as here.",
  disk: "Disk (GiB)",
  diskHint: (least: string) => `Empty: as large as the template, ${least}.`,
  diskWrong: (least: string) => `Give a whole number of GiB, at least ${least}.`,
  keys: {
    label: "SSH keys",
    none: "There is no key in ~/.ssh yet.",
    make: "Make a key",
    makeHint: "Without a key nobody can log in by SSH. It is made as ~/.ssh/id_ed25519.",
    hint: "Whoever has one of these logs in without a password.",
  },
  userData: "Set up more by cloud-init",
  userDataLabel: "User-data",
  userDataHint: "A cloud-config in YAML; it counts more than what Virtray writes itself.",
  submit: "Create machine",
};

/** The texts about a machine that was just made, in English. */
export const created = {
  title: (name: string) => `“${name}” is there`,
  ssh: "Once it has started, log in:",
  install: "It boots from the CD. Install it at its console:",
  console: "Open console",
  more: "One more",
  show: "Show machine",
};

/** The texts about what to type into a guest, in English. */
export const staticSettings = {
  title: "Set inside the guest",
  hint: "A guest that does not ask for its address must be told, for example in /etc/network/interfaces:",
};
