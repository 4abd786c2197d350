import type { setup as english } from "../../en/ui/setup.ts";

type SetupWords = typeof english;

/** How far the set-up of a guest by cloud-init is, in German. */
export const setup: SetupWords = {
  title: "Einrichtung",
  stage: {
    booting: "bootet",
    "setting-up": "wird eingerichtet",
    ready: "bereit",
    failed: "Einrichtung fehlgeschlagen",
  },
  step: {
    local: "Platten und Name",
    network: "Netz und Benutzer",
    config: "Einstellungen",
    final: "Pakete und Befehle",
  },
  settingUp: (step, seconds) => `wird eingerichtet: ${step}, ${seconds} s`,
  failed: (line) => `fehlgeschlagen: ${line}`,
};
