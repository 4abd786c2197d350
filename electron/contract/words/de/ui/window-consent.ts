import type { windowConsent as english } from "../../en/ui/window-consent.ts";

/** Main's own questions before it uses a path or a program that a window requests, in German. */
export const windowConsent: typeof english = {
  ask: {
    disk: (path) => `Darf eine Maschine ${path} lesen und verändern?`,
    cd: (path) => `Dürfen Maschinen ${path} lesen?`,
    template: (path) =>
      `Aus ${path} eine Vorlage anlegen? Maschinen dieser Vorlage können alles lesen, was darin steht.`,
    share: (path) => `Darf eine Maschine alles in ${path} lesen und ändern?`,
    folder: (path) => `Die Abbilder der Vorlagen in ${path} ablegen?`,
    send: (paths, machine) => `${paths} in „${machine}“ kopieren?`,
    terminal: (program) => `${program} als Terminal ausführen?`,
    computer: (host) =>
      `Durch ssh mit ${host} verbinden und die Maschinen dort anzeigen und steuern?`,
  },
  why: "Diese Angabe wurde eingetippt oder abgelegt. Bei einer Auswahl im Dialog des Desktops wird nicht nachgefragt.",
  agree: "Zustimmen",
};
