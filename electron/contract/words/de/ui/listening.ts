import type { listening as english } from "../../en/ui/listening.ts";

/** The ports on which programs in a machine listen, in German. */
export const listening: typeof english = {
  title: "Offene Ports",
  columns: { port: "PORT", program: "PROGRAMM", reach: "FÜR" },
  none: "Kein Programm in dieser Maschine lauscht auf einem TCP-Port.",
  asking: "Die Maschine wird gefragt …",
  again: "Erneut fragen",
  unknownProgram: "unbekanntes Programm",
  others: "alle, die die Maschine erreichen",
  onlyInside: "nur die Maschine selbst (127.0.0.1)",
  localHint:
    "Ein Programm, das auf 127.0.0.1 lauscht, antwortet niemandem außerhalb der Maschine. Es muss auf 0.0.0.0 oder auf der Adresse der Maschine lauschen.",
  open: "Öffnen",
  openOf: (address) => `${address} öffnen`,
  forward: "Weiterleiten",
  forwardOf: (port) => `Port ${port} weiterleiten`,
  forwarded: (address) => `weitergeleitet von ${address}`,
};
