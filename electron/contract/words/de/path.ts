import type { PathFindings } from "../../path-check/verdict.ts";
import type { PathWords } from "../en/path.ts";

const obstacle: Readonly<Record<PathFindings["uplink-obstacle"]["obstacle"], string>> = {
  down: "ist ausgeschaltet",
  "no-carrier": "hat kein Kabel oder kein Signal",
  "no-address": "hat keine Adresse",
  "no-gateway": "hat kein Gateway",
};

/** The path check’s words, in German. */
export const path: PathWords = {
  title: "Wegprüfung",
  hint: "Vom Gast bis zu den Namen des Internets, Schritt für Schritt. Sie braucht nichts im Gast und kein Passwort.",
  check: "Weg prüfen",
  checking: "Prüft\u00a0…",
  allWell: (name) => `Zwischen „${name}“ und dem Internet ist alles in Ordnung.`,
  lanWell: (name) => `Zwischen „${name}“ und diesem Computer ist alles in Ordnung.`,
  noneFound: "Soweit zu sehen ist, ist nichts gestört.",
  culprit: (hop) => `Hier ist die Störung: ${hop}`,
  again: "Noch einmal prüfen",
  cable: {
    title: "Kabel",
    plugged: "Im LAN eingesteckt.",
    pulled: "Gezogen: Der Gast ist in keinem Netz.",
    pull: "Kabel ziehen",
    plug: "Einstecken",
  },
  offer: "Das behebt es:",
  repairs: {
    "start-machine": "Maschine starten",
    "plug-cable": "Kabel einstecken",
    "lan-up": "LAN neu aufbauen",
    "lan-renew": "LAN aus- und einschalten",
    doctor: "LAN durchlassen",
  },
  hops: {
    guest: "Gast",
    cable: "Kabel",
    switch: "Switch",
    tap: "Tap",
    address: "Adresse",
    forward: "Weiterleitung",
    nat: "NAT",
    route: "Route",
    uplink: "Uplink",
    gateway: "Gateway",
    dns: "Namen",
    size: "Paketgröße",
  },
  verdicts: {
    good: "in Ordnung",
    bad: "gestört",
    unknown: "nicht zu sagen",
    unneeded: "nicht nötig",
  },
  findings: {
    "guest-answers": ({ address }) => ({ what: `Seine Netzkarte antwortet unter ${address}.` }),
    "guest-off": ({ name }) => ({ what: `„${name}“ läuft nicht.` }),
    "guest-elsewhere": ({ address, found }) => ({
      what: `Seine Netzkarte antwortet unter ${found}, nicht unter ${address}.`,
      todo: `Im Gast die Adresse ${address} einstellen oder der Maschine die Adresse ${found} geben.`,
    }),
    "guest-doubled": ({ address, mac }) => ({
      what: `Eine andere Netzkarte (${mac}) antwortet unter ${address}.`,
      todo: "Zwei Maschinen haben dieselbe Adresse: in einer von beiden ändern.",
    }),
    "guest-silent": ({ address }) => ({
      what: `Er ist eingesteckt, aber unter ${address} antwortet nichts, und von seiner Netzkarte war nichts zu hören.`,
      todo: `Vielleicht startet er noch. Sonst ist sein Netz nicht eingerichtet: ihm die Adresse ${address} geben.`,
    }),
    "guest-unheard": () => ({
      what: "Er ist nicht zu hören, solange dahinter etwas gestört ist.",
    }),
    "cable-plugged": ({ port }) => ({ what: `Steckt in Port ${port} des Switches.` }),
    "cable-pulled": ({ name }) => ({ what: `Das Kabel von „${name}“ ist gezogen.` }),
    "cable-loose": ({ name }) => ({
      what: `Das Kabel von „${name}“ führt zu einem Switch, den es nicht mehr gibt.`,
    }),
    "cable-unknown": ({ detail }) => ({ what: `QEMU sagt es nicht: ${detail}` }),
    "switch-works": ({ ports }) => ({ what: `Er arbeitet, ${ports} Ports sind belegt.` }),
    "switch-dead": () => ({ what: "Der Switch antwortet nicht." }),
    "switch-without-tap": ({ interface: name }) => ({
      what: `Der Switch arbeitet, hat aber ${name} nicht.`,
    }),
    "tap-works": ({ interface: name }) => ({ what: `${name} ist an.` }),
    "tap-missing": ({ interface: name }) => ({ what: `Es gibt keine Schnittstelle ${name}.` }),
    "tap-down": ({ interface: name }) => ({ what: `${name} ist ausgeschaltet.` }),
    "tap-no-carrier": ({ interface: name }) => ({
      what: `${name} ist an, aber am anderen Ende ist niemand eingesteckt.`,
    }),
    "lan-is-off": () => ({ what: "Das LAN ist aus." }),
    "address-there": ({ address, interface: name }) => ({
      what: `Dieser Computer ist ${address} an ${name}.`,
    }),
    "address-missing": ({ address, interface: name }) => ({
      what: `${name} hat die Adresse ${address} dieses Computers nicht.`,
    }),
    "address-outside": ({ address, subnet }) => ({
      what: `Die Adresse ${address} der Maschine liegt außerhalb des LANs (${subnet}).`,
      todo: "Der Maschine eine Adresse des LANs geben oder das Subnetz des LANs neu wählen.",
    }),
    "address-overlap": ({ other, interface: name }) => ({
      what: `Das LAN überschneidet sich mit ${other}, das dieser Computer über ${name} erreicht.`,
      todo: "Ein anderes Subnetz für das LAN wählen.",
    }),
    "forward-passes": () => ({ what: "Keine Firewall verwirft, was das LAN sendet." }),
    "forward-off": ({ interface: name }) => ({ what: `${name} leitet keine Pakete weiter.` }),
    "forward-blocked": ({ table, chain }) => ({
      what: `Eine andere Firewall verwirft es: die Kette ${chain} in der Tabelle ${table}.`,
    }),
    "rules-unseen": ({ why }) => ({
      what:
        why === "netd-gone"
          ? "Nur root sieht die Regeln, und der Root-Teil von Virtray läuft nicht."
          : "Nur root sieht die Regeln, und der Root-Teil von Virtray antwortet nicht.",
    }),
    "nat-holds": () => ({ what: "Die Regeln von Virtray halten." }),
    "nat-missing": () => ({
      what: "Die Regeln von Virtray sind weg: Die Tabelle „inet virtray“ wurde gelöscht.",
    }),
    "nat-changed": () => ({ what: "Die Regeln von Virtray hat jemand anderes geändert." }),
    "route-follows": ({ interface: name }) => ({
      what: `Das Routing dieses Computers führt über ${name} hinaus.`,
    }),
    "route-steers": ({ interface: name }) => ({
      what: `Regel und Route führen über ${name} hinaus.`,
    }),
    "route-broken": ({ missing }) => ({
      what: `Der Weg ist nicht wie gewählt. Es fehlt: ${missing}`,
    }),
    "uplink-works": ({ interface: name, address }) => ({ what: `${name} ist an, mit ${address}.` }),
    "uplink-missing": ({ interface: name }) => ({
      what: `${name} ist nicht eingesteckt.`,
      todo: "Einstecken oder einen anderen Uplink wählen.",
    }),
    "uplink-obstacle": ({ interface: name, obstacle: why }) => ({
      what: `${name} ${obstacle[why]}.`,
      todo: "Einrichten oder einen anderen Uplink wählen.",
    }),
    "uplink-not-found": () => ({
      what: "Dieser Computer hat keinen Weg hinaus.",
      todo: "Ihn mit einem Netz verbinden.",
    }),
    "isolated-by-choice": () => ({ what: "Als Uplink ist keiner gewählt." }),
    "gateway-answers": ({ gateway }) => ({ what: `${gateway} antwortet.` }),
    "gateway-dead": ({ gateway, interface: name }) => ({
      what: `${gateway} antwortet an ${name} nicht.`,
      todo: "Nach dem Router sehen oder einen anderen Uplink wählen.",
    }),
    "gateway-unneeded": ({ interface: name }) => ({
      what: `${name} führt zu einem einzigen Gegenüber und braucht keines.`,
    }),
    "dns-answers": ({ server }) => ({ what: `Der Nameserver ${server} antwortet.` }),
    "dns-dead": ({ servers }) => ({
      what: `Kein Nameserver antwortet (${servers}).`,
      todo: "Adressen gehen, Namen nicht: einen anderen Nameserver wählen.",
    }),
    "dns-unknown": () => ({
      what: "Dieser Computer kennt keinen Nameserver, den Gäste fragen könnten.",
    }),
    "size-fits": ({ bytes }) => ({ what: `Pakete von ${bytes} Byte kommen durch.` }),
    "size-tap": ({ interface: name, bytes }) => ({
      what: `${name} nimmt nur Pakete von ${bytes} Byte; Gäste senden 1500.`,
    }),
    "size-uplink": ({ interface: name, bytes }) => ({
      what: `Kleine Pakete kommen durch, solche von ${bytes} Byte gehen hinter ${name} wortlos verloren.`,
      todo: `Die MTU von ${name} ist größer, als sein Netz trägt: kleiner wählen, etwa 1280.`,
    }),
    "size-unknown": () => ({
      what: "Nichts antwortet, womit sich große Pakete versuchen ließen.",
    }),
    "not-reached": () => ({ what: "Nicht zu sehen, solange etwas anderes gestört ist." }),
  },
};
