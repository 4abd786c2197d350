import type { exporting as english } from "../../en/ui/export.ts";

/** Texts about the export of a machine, in German. */
export const exporting: typeof english = {
  title: (name) => `„${name}“ exportieren`,
  text: "Die Platten der Maschine werden in ihrem jetzigen Zustand in unabhängige Abbilder geschrieben. Schnappschüsse sind nicht enthalten.",
  as: "Exportieren als",
  kinds: { disk: "Festplattenabbild (qcow2)", libvirt: "Für libvirt (Abbild und XML)" },
  hints: {
    disk: "Für QEMU und Programme, die darauf aufbauen; zusätzliche Platten bekommen eigene Dateien daneben.",
    libvirt: "Daneben entsteht auch eine Definition für „virsh define“ und virt-manager.",
  },
  busy: "Zuerst die Maschine herunterfahren: Beim Exportieren dürfen sich ihre Platten nicht ändern.",
  where: "Ziel wählen\u00a0…",
  replaceAsk: (files) => `Vorhandene Dateien ersetzen? ${files}`,
  replaceDo: "Ersetzen",
};
