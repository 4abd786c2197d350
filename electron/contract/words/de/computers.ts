import type { ComputersWords } from "../en/computers.ts";

/** Other computers of the user's in the settings, in German. */
export const computers: ComputersWords = {
  hint: "Weitere Computer, die mit ssh erreichbar sind und Virtray haben. Die Maschinen dort erscheinen hier und können in dieses LAN kommen.",
  add: "Hinzufügen\u00a0…",
  addTitle: "Neuer Computer",
  addDo: "Hinzufügen",
  host: "Host",
  hostHint: "Wie nach „ssh“ eingegeben: HOST oder BENUTZER@HOST",
  name: "Name",
  nameHint: "Für die Verwendung hier, etwa in virtray start NAME/MASCHINE",
  computer: "Computer",
  thisOne: "Dieser Computer",
  asking: (name) => `${name} wird nach Vorlagen gefragt\u00a0…`,
  noTemplates: (name) =>
    `Auf ${name} gibt es noch keine Vorlage. Sie lässt sich dort hinzufügen oder hier in einem Terminal: virtray template add debian --catalogue debian-13 --on ${name}`,
  lastSeen: (ago) => `zuletzt ${ago}`,
  notReached: "Computer nicht erreichbar",
  elsewhere: (computer, reference) =>
    `Hardware, Datenträger und Netz dieser Maschine werden auf ${computer} geändert oder hier in einem Terminal: virtray set ${reference}`,
  moveTo: (computer) => `Zu ${computer} verlegen`,
  moveHere: "Zu diesem Computer verlegen",
  notReachedHint: (computer) =>
    `${computer} ist gerade nicht erreichbar. Die Maschinen dort werden gezeigt, wie sie waren, und die Verbindung kommt von selbst wieder.`,
  check: "Prüfen",
  checking: "Wird geprüft\u00a0…",
  remove: "Entfernen",
  removed: (name) => `${name} wurde entfernt. Die Maschinen dort bleiben, wie sie sind.`,
  machines: (count) => (count === 1 ? "1 Maschine" : `${count} Maschinen`),
  never: "noch nie erreicht",
  now: "hat eben geantwortet",
  ago: (time) => `hat ${time} geantwortet`,
  fine: "Dort fehlt nichts.",
  join: (name) => `Maschinen auf ${name} in diesem LAN`,
  apart: "Die Maschinen dort sind nicht in diesem LAN.",
  joined: "Die Maschinen dort sind in diesem LAN.",
  waiting: "Die Maschinen dort kommen in dieses LAN, sobald das Kabel eingesteckt ist.",
  lead: (name) => `${name} als Uplink`,
  noUplink: "Maschinen hier verwenden diesen Computer nicht als Uplink.",
  leadsOut: (uplink) => `Der Computer lässt sich als Uplink wählen: ${uplink}.`,
  leadsLater: "Der Computer ist ein Uplink, sobald das LAN an und das Kabel eingesteckt ist.",
};
