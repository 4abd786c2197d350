/** Texts about the export of a machine, in English. */
export const exporting = {
  title: (name: string) => `Export “${name}”`,
  text: "The machine’s disks are written to independent disk images, as they are now. Snapshots are not included.",
  as: "Exported as",
  kinds: { disk: "Disk image (qcow2)", libvirt: "For libvirt (disk image and XML)" },
  hints: {
    disk: "For QEMU and programs based on it; additional disks get files of their own next to the image.",
    libvirt: "Also writes a definition for “virsh define” and virt-manager next to the image.",
  },
  busy: "Shut the machine down first: its disks must not change during the export.",
  where: "Choose where…",
  replaceAsk: (files: string) => `Replace the existing files? ${files}`,
  replaceDo: "Replace",
};
