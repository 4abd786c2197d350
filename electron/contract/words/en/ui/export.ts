/** Texts about the export of a machine, in English. */
export const exporting = {
  title: (name: string) => `Export “${name}”`,
  text: "All that its disks hold now is written as images that hang on nothing. Snapshots are not taken along.",
  as: "Exported as",
  kinds: { disk: "Disk image (qcow2)", libvirt: "For libvirt (disk image and XML)" },
  hints: {
    disk: "For QEMU and all that builds on it; further disks get files beside it.",
    libvirt: "With a definition for “virsh define” and virt-manager beside it.",
  },
  busy: "Shut the machine down first: its disks must hold still meanwhile.",
  where: "Choose where…",
  replaceAsk: (files: string) => `Replace what is there already? ${files}`,
  replaceDo: "Replace",
};
