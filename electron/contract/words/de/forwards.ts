import { knownPublisher } from "../../lan/publisher.ts";
import type { ForwardsWords } from "../en/forwards.ts";
import { plural } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";

const port = (number: number, protocol: "tcp" | "udp") =>
  protocol === "tcp" ? `Port ${number}` : `UDP-Port ${number}`;

/** The sentences about port forwards, in German. */
export const forwardErrors = {
  "forward-port-invalid": ({ text }) => ({
    what: `„${text}“ ist kein Port dieses Computers.`,
    todo: "Eine Zahl von 1 bis 65535 angeben und, wenn es nicht TCP ist, das Protokoll: 8080 oder 5353/udp",
  }),
  "forward-invalid": ({ text }) => ({
    what: `„${text}“ ist keine Portweiterleitung.`,
    todo: "Den Port dieses Computers und den in der Maschine angeben, von 1 bis 65535: 8080:80 oder 5353:53/udp",
  }),
  "forward-taken": ({ protocol, port: number, by }) => ({
    what: `${port(number, protocol)} dieses Computers führt schon zu „${by}“.`,
    todo: "Einen anderen Port wählen oder zuerst diese Portweiterleitung entfernen.",
  }),
  "forward-port-taken": ({ protocol, port: number, by }) => ({
    what: `${port(number, protocol)} dieses Computers wird von ${by === "?" ? "einem anderen Programm" : by} verwendet.`,
    todo: "Einen anderen Port wählen oder dieses Programm beenden: Eine Portweiterleitung würde an seine Stelle treten.",
  }),
  "forward-port-published": ({ protocol, port: number, table, chain }) => ({
    what: `${port(number, protocol)} dieses Computers wird schon durch Regeln von ${knownPublisher(chain) ?? "einem anderen Programm"} weitergeleitet (Tabelle „${table}“, Kette „${chain}“).`,
    todo: "Einen anderen Port wählen oder diesen in dem anderen Programm freigeben: Dessen Regeln gelten zuerst.",
  }),
  "forward-port-privileged": ({ port: number, least }) => ({
    what: `Port ${number} dieses Computers ist Systemdiensten vorbehalten, wie alle Ports unter ${least}.`,
    todo: `Einen Port ab ${least} wählen oder allen Programmen auf diesem Computer alle Ports ab ${number} erlauben: sudo sysctl net.ipv4.ip_unprivileged_port_start=${number}`,
  }),
  "forward-unknown": ({ protocol, port: number, name }) => ({
    what: `${port(number, protocol)} dieses Computers führt nicht zu „${name}“.`,
    todo: "Eine der Portweiterleitungen dieser Maschine wählen.",
    typed: "„virtray forward list“ zeigt alle Portweiterleitungen.",
  }),
  "forwards-too-many": ({ most }) => ({
    what: `Eine Maschine kann höchstens ${plural("de", most, { one: "1 Portweiterleitung", other: `${most} Portweiterleitungen` })} haben.`,
    todo: "Zuerst eine Portweiterleitung entfernen oder die eigene Adresse der Maschine verwenden.",
  }),
  "ports-unknown": ({ name }) => ({
    what: `„${name}“ sagt nicht, auf welchen Ports Programme lauschen: Weder ein Gast-Agent noch eine SSH-Anmeldung antwortet.`,
    todo: "Warten, bis der Gast gestartet ist, oder im Gast „qemu-guest-agent“ installieren.",
  }),
} satisfies Partial<ErrorWords>;

/** Port forwards, in German. */
export const forwards: ForwardsWords = {
  columns: { machine: "MASCHINE", here: "HIER", there: "FÜHRT ZU", reach: "FÜR", state: "STATUS" },
  none: "Kein Port dieses Computers führt zu einer Maschine. Hinzufügen: virtray forward add NAME 8080:80",
  field: "Portweiterleitungen",
  title: "Portweiterleitungen",
  empty: (address) =>
    `Kein Port dieses Computers führt hierher. Dieser Computer erreicht die Maschine ohnehin unter ${address}.`,
  onlyHere: "nur für diesen Computer",
  others: (places) =>
    places === ""
      ? "auch für andere Computer, über den Uplink"
      : `auch für andere Computer, unter ${places}`,
  lanOff: "Das LAN ist aus. Portweiterleitungen funktionieren, solange das LAN an ist.",
  notRunning: "Die Maschine läuft nicht, an diesem Port antwortet also nichts.",
  waiting:
    "Diese Portweiterleitung funktioniert noch nicht: Die Adresse der Maschine muss im LAN liegen.",
  checked: "Dieser Port ist für die Maschine reserviert und führt zu ihr.",
  add: "Hinzufügen\u00a0…",
  addTitle: "Neue Portweiterleitung",
  addDo: "Hinzufügen",
  hostPort: "Port dieses Computers",
  port: "Port in der Maschine",
  portHint: "1 bis 65535",
  portWrong: "Eine Zahl von 1 bis 65535 angeben.",
  protocol: "Protokoll",
  outside: "Auch für andere Computer freigeben",
  outsideHint:
    "Unter der Adresse dieses Computers am Uplink der Maschine: Wer diese Adresse erreicht, erreicht die Maschine.",
  remove: "Entfernen",
  removed: (place) => `${place} führt nicht mehr hierher.`,
  reach: { host: "diesen Computer", uplink: "auch andere Computer" },
  state: {
    open: "offen",
    "lan-off": "LAN ist aus",
    refused: "verweigert",
    waiting: "wartet",
    "not-running": "Maschine läuft nicht",
  },
};
