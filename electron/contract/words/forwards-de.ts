import type { ErrorWords } from "./en.ts";
import type { ForwardsWords } from "./forwards-en.ts";

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
  reach: { host: "diesen Computer", uplink: "auch andere" },
  state: {
    open: "offen",
    "lan-off": "LAN ist aus",
    "not-running": "Maschine läuft nicht",
  },
};
