import type { exporting as english } from "../../en/ui/export.ts";

/** Texts about the export of a machine, in German. */
export const exporting: typeof english = {
  title: (name) => `„${name}“ exportieren`,
  text: "Alles, was ihre Platten jetzt enthalten, wird als Abbilder geschrieben, die an nichts hängen. Schnappschüsse kommen nicht mit.",
  as: "Exportieren als",
  kinds: { disk: "Plattenabbild (qcow2)", libvirt: "Für libvirt (Plattenabbild und XML)" },
  hints: {
    disk: "Für QEMU und alles, was darauf aufbaut; weitere Platten bekommen Dateien daneben.",
    libvirt: "Mit einer Definition für „virsh define“ und virt-manager daneben.",
  },
  busy: "Erst die Maschine herunterfahren: Ihre Platten müssen dabei stillhalten.",
  where: "Ziel wählen …",
  replaceAsk: (files) => `Ersetzen, was schon da ist? ${files}`,
  replaceDo: "Ersetzen",
};
