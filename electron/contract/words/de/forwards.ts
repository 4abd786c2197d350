import { knownPublisher } from "../../lan/publisher.ts";
import type { ForwardsWords } from "../en/forwards.ts";
import type { ErrorWords } from "../sentence.ts";

const port = (number: number, protocol: "tcp" | "udp") =>
  protocol === "tcp" ? `Port ${number}` : `UDP-Port ${number}`;

/** The sentences about port forwards, in German. */
export const forwardErrors = {
  "forward-invalid": ({ text }) => ({
    what: `„${text}“ ist keine Portweiterleitung.`,
    todo: "Bitte den Port hier und den in der Maschine angeben, von 1 bis 65535: 8080:80 oder 5353:53/udp",
  }),
  "forward-taken": ({ protocol, port: number, by }) => ({
    what: `${port(number, protocol)} dieses Computers führt schon zu „${by}“.`,
    todo: "Einen anderen Port wählen oder zuerst jene Weiterleitung zurücknehmen.",
  }),
  "forward-port-taken": ({ protocol, port: number, by }) => ({
    what: `${port(number, protocol)} dieses Computers wird von ${by === "?" ? "einem anderen Programm" : by} benutzt.`,
    todo: "Einen anderen Port wählen oder das Programm beenden: Eine Weiterleitung würde es verdecken.",
  }),
  "forward-port-published": ({ protocol, port: number, table, chain }) => ({
    what: `${port(number, protocol)} dieses Computers wird durch Regeln von ${knownPublisher(chain) ?? "einem anderen Programm"} woandershin geleitet (Tabelle „${table}“, Kette „${chain}“).`,
    todo: "Einen anderen Port wählen oder ihn in jenem Programm freigeben: Dessen Regeln gelten zuerst.",
  }),
  "forward-port-privileged": ({ port: number, least }) => ({
    what: `Port ${number} dieses Computers ist seinen eigenen Diensten vorbehalten, wie alle unter ${least}.`,
    todo: `Einen Port ab ${least} wählen oder ihn für alle öffnen: sudo sysctl net.ipv4.ip_unprivileged_port_start=${number}`,
  }),
  "forward-unknown": ({ protocol, port: number, name }) => ({
    what: `${port(number, protocol)} dieses Computers führt nicht zu „${name}“.`,
    todo: "„virtray forward list“ zeigt alle Weiterleitungen.",
  }),
  "forwards-too-many": ({ most }) => ({
    what: `Eine Maschine hat höchstens ${most} Weiterleitungen.`,
    todo: "Zuerst eine zurücknehmen oder die Adresse der Maschine selbst benutzen.",
  }),
} satisfies Partial<ErrorWords>;

/** Port forwards, in German. */
export const forwards: ForwardsWords = {
  columns: { machine: "MASCHINE", here: "HIER", there: "FÜHRT ZU", reach: "FÜR", state: "ZUSTAND" },
  none: "Kein Port dieses Computers führt zu einer Maschine. Hinzufügen: virtray forward add NAME 8080:80",
  field: "Weiterleitungen",
  title: "Portweiterleitungen",
  empty: (address) =>
    `Kein Port dieses Computers führt hierher. Dieser Computer erreicht die Maschine ohnehin unter ${address}.`,
  leadsTo: (number, protocol) => `führt zu Port ${number} (${protocol})`,
  onlyHere: "nur für diesen Computer",
  others: (places) =>
    places === "" ? "auch für andere, über den Uplink" : `auch für andere, unter ${places}`,
  lanOff: "Das LAN ist aus. Diese Ports sind offen, solange es an ist.",
  notRunning: "Die Maschine läuft nicht, dort antwortet gerade niemand.",
  waiting: "Das LAN leitet gerade nicht dorthin: Die Adresse der Maschine muss im LAN liegen.",
  checked: "Dieser Port ist belegt und führt zur Maschine.",
  add: "Hinzufügen\u00a0…",
  addTitle: "Neue Portweiterleitung",
  addDo: "Hinzufügen",
  hostPort: "Port hier",
  port: "Port in der Maschine",
  portHint: "1 bis 65535",
  portWrong: "Bitte eine Zahl von 1 bis 65535 angeben.",
  protocol: "Protokoll",
  outside: "Auch andere dürfen heran",
  outsideHint:
    "Unter der Adresse dieses Computers am Uplink der Maschine: Wer die erreicht, erreicht die Maschine.",
  remove: "Entfernen",
  removed: (place) => `${place} führt nicht mehr hierher.`,
  reach: { host: "diesen Computer", uplink: "auch andere" },
  state: {
    open: "offen",
    "lan-off": "LAN ist aus",
    refused: "verweigert",
    waiting: "wartet",
    "not-running": "Maschine läuft nicht",
  },
};
