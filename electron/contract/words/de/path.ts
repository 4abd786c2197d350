import type { PathFindings } from "../../path-check/verdict.ts";
import type { PathWords } from "../en/path.ts";
import { plural } from "../formats.ts";
import { weather } from "./lan/weather.ts";

const obstacle: Readonly<Record<PathFindings["uplink-obstacle"]["obstacle"], string>> = {
  down: "ist ausgeschaltet",
  "no-carrier": "hat kein Kabel oder kein Signal",
  "no-address": "hat keine Adresse",
  "ipv6-only": "hat nur IPv6-Adressen, und Maschinen verwenden IPv4",
  "no-gateway": "hat kein Gateway",
};

/** The path check’s words, in German. */
export const path: PathWords = {
  title: "Verbindungsprüfung",
  hint: "Folgt der Verbindung vom Gast bis ins Internet, Station für Station. Im Gast ist dafür nichts nötig, ein Passwort auch nicht.",
  check: "Verbindung prüfen",
  checking: "Wird geprüft\u00a0…",
  allWell: (name) => `Die Verbindung zwischen „${name}“ und dem Internet funktioniert.`,
  lanWell: (name) => `Die Verbindung zwischen „${name}“ und diesem Computer funktioniert.`,
  noneFound: "Soweit es sich prüfen ließ, wurde kein Problem gefunden.",
  culprit: (hop) => `Hier liegt das Problem: ${hop}`,
  again: "Noch einmal prüfen",
  cable: {
    title: "Kabel",
    plugged: "Im LAN eingesteckt.",
    pulled: "Gezogen: Der Gast hat kein Netz.",
    pull: "Kabel ziehen",
    plug: "Kabel einstecken",
  },
  offer: "Das behebt das Problem:",
  repairs: {
    "start-machine": "Maschine starten",
    "plug-cable": "Kabel einstecken",
    "lan-up": "LAN neu aufbauen",
    "lan-renew": "LAN aus- und einschalten",
    doctor: "LAN erlauben",
  },
  hops: {
    guest: "Gast",
    cable: "Kabel",
    switch: "Switch",
    tap: "TAP-Gerät",
    address: "Adresse",
    forward: "IP-Weiterleitung",
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
    unknown: "unbekannt",
    unneeded: "nicht nötig",
  },
  findings: {
    "guest-answers": ({ address }) => ({
      what: `Die Netzwerkkarte des Gasts antwortet unter ${address}.`,
    }),
    "guest-off": ({ name }) => ({ what: `„${name}“ läuft nicht.` }),
    "guest-elsewhere": ({ address, found }) => ({
      what: `Die Netzwerkkarte des Gasts antwortet unter ${found}, nicht unter ${address}.`,
      todo: `Im Gast die Adresse ${address} einstellen oder der Maschine die Adresse ${found} geben.`,
    }),
    "guest-doubled": ({ address, mac }) => ({
      what: `Eine andere Netzwerkkarte (${mac}) antwortet unter ${address}.`,
      todo: "Zwei Maschinen haben dieselbe Adresse: die Adresse einer von beiden ändern.",
    }),
    "guest-silent": ({ address }) => ({
      what: `Der Gast ist eingesteckt, aber unter ${address} antwortet nichts, und seine Netzwerkkarte hat nichts gesendet.`,
      todo: `Vielleicht startet der Gast noch. Sonst ist sein Netz nicht eingerichtet: im Gast die Adresse ${address} einstellen.`,
    }),
    "guest-weathered": ({ address }) => ({
      what: `Unter ${address} hat nichts rechtzeitig geantwortet, was am Wetter des Kabels liegen kann.`,
    }),
    "guest-unheard": () => ({
      what: "Nicht geprüft: zuerst das Problem weiter hinten beheben.",
    }),
    "cable-tap": ({ interface: name }) => ({
      what: `Mit einem eigenen Kabel in das LAN eingesteckt (${name}).`,
    }),
    "cable-refused": ({ name, frames }) => ({
      what: `${name} hat von anderen Adressen als der eigenen gesendet. Das LAN hat ${plural("de", frames, { one: "1 Frame", other: `${frames} Frames` })} abgewiesen.`,
      todo: "Bei einem Router oder einer Maschine mit eigenen Maschinen unter „Sendet von“ „jeder Adresse“ wählen und die Maschine neu starten.",
      typed: `virtray set ${name} --send-as any`,
    }),
    "cable-plugged": ({ port }) => ({ what: `Eingesteckt in Switch-Port ${port}.` }),
    "cable-weather": ({ name, port, weather: now, cuts }) => ({
      what: [
        `Eingesteckt in Switch-Port ${port}.`,
        ...(now === null
          ? []
          : [`Das Kabel ist wie gewünscht langsam oder verlustreich: ${weather.figures(now)}.`]),
        ...(cuts === "" ? [] : [`Das Kabel ist wie gewünscht getrennt von ${cuts}.`]),
      ].join(" "),
      todo: `Zum Aufheben: virtray weather ${name} --off oder virtray heal ${name}`,
    }),
    "cable-pulled": ({ name }) => ({ what: `Das Kabel von „${name}“ ist gezogen.` }),
    "cable-loose": ({ name }) => ({
      what: `Das Kabel von „${name}“ führt zu einem Switch, den es nicht mehr gibt.`,
    }),
    "cable-unknown": ({ detail }) => ({
      what: `QEMU meldet den Zustand des Kabels nicht: ${detail}`,
    }),
    "switch-works": ({ ports }) => ({
      what: plural("de", ports, {
        one: "Der Switch arbeitet, 1 Switch-Port ist belegt.",
        other: `Der Switch arbeitet, ${ports} Switch-Ports sind belegt.`,
      }),
    }),
    "switch-dead": () => ({ what: "Der Switch antwortet nicht." }),
    "switch-without-tap": ({ interface: name }) => ({
      what: `Der Switch arbeitet, ist aber nicht mit ${name} verbunden.`,
    }),
    "tap-works": ({ interface: name }) => ({ what: `${name} ist an.` }),
    "tap-missing": ({ interface: name }) => ({ what: `Es gibt keine Schnittstelle ${name}.` }),
    "tap-down": ({ interface: name }) => ({ what: `${name} ist ausgeschaltet.` }),
    "tap-no-carrier": ({ interface: name }) => ({
      what: `${name} ist an, aber am anderen Ende ist nichts angeschlossen.`,
    }),
    "lan-is-off": () => ({ what: "Das LAN ist aus." }),
    "address-there": ({ address, interface: name }) => ({
      what: `Dieser Computer hat an ${name} die Adresse ${address}.`,
    }),
    "address-missing": ({ address, interface: name }) => ({
      what: `${name} hat die Adresse ${address} dieses Computers nicht.`,
    }),
    "address-outside": ({ address, subnet }) => ({
      what: `Die Adresse ${address} der Maschine liegt außerhalb des LANs (${subnet}).`,
      todo: "Der Maschine eine Adresse im LAN geben oder ein anderes Subnetz für das LAN wählen.",
    }),
    "address-overlap": ({ other, interface: name }) => ({
      what: `Das LAN überschneidet sich mit ${other}, das dieser Computer über ${name} erreicht.`,
      todo: "Ein anderes Subnetz für das LAN wählen.",
    }),
    "forward-passes": () => ({ what: "Keine Firewall verwirft den Verkehr des LANs." }),
    "airlock-holds": ({ name, only, refused }) => ({
      what:
        refused === ""
          ? `Die Schleuse lässt durch, was erlaubt wurde, und sonst nichts: ${only}.`
          : `Die Schleuse lässt ${only} durch und sonst nichts. Von der Schleuse abgelehnt: ${refused}.`,
      ...(refused === "" ? {} : { todo: `Ein Ziel erlauben: virtray uplink allow ${name} ZIEL` }),
    }),
    "airlock-over": ({ name }) => ({
      what: "Die Zeit der Schleuse ist um, daher wird alles von der Schleuse abgelehnt.",
      todo: `Die Schleuse aufheben: virtray uplink set auto --machine ${name} --only all`,
    }),
    "forward-off": ({ interface: name }) => ({ what: `${name} leitet keine Pakete weiter.` }),
    "forward-blocked": ({ table, chain }) => ({
      what: `Eine andere Firewall verwirft den Verkehr des LANs: Kette ${chain} in Tabelle ${table}.`,
    }),
    "rules-unseen": ({ why }) => ({
      what:
        why === "netd-gone"
          ? "Nur root sieht die Regeln, und der Root-Hilfsprozess läuft nicht."
          : "Nur root sieht die Regeln, und der Root-Hilfsprozess antwortet nicht.",
    }),
    "nat-holds": () => ({ what: "Die Regeln von Virtray sind vorhanden." }),
    "nat-missing": () => ({
      what: "Die Regeln von Virtray fehlen: Die Tabelle „inet virtray“ wurde gelöscht.",
    }),
    "nat-changed": () => ({ what: "Die Regeln von Virtray hat ein anderes Programm geändert." }),
    "route-follows": ({ interface: name }) => ({
      what: `Das Routing dieses Computers führt über ${name}.`,
    }),
    "route-steers": ({ interface: name }) => ({
      what: `Regel und Route führen über ${name}.`,
    }),
    "route-broken": ({ missing }) => ({
      what: `Die Route passt nicht zum gewählten Uplink. Es fehlt: ${missing}`,
    }),
    "route-overruled": ({ interface: name, found, rule }) => ({
      what: `Die Routing-Regeln dieses Computers ${found === "" ? "weisen die Pakete ab" : `leiten die Pakete zu ${found}`}, nicht zu ${name}.${rule === "" ? "" : ` Die Regel eines anderen Programms kommt zuerst: „${rule}“.`}`,
      todo: "Das Programm beenden, das die Regel hinzugefügt hat, etwa ein VPN, oder „Automatisch“ als Uplink wählen.",
    }),
    "uplink-works": ({ interface: name, address }) => ({ what: `${name} ist an, mit ${address}.` }),
    "uplink-missing": ({ interface: name }) => ({
      what: `${name} ist nicht vorhanden.`,
      todo: `${name} anschließen oder einen anderen Uplink wählen.`,
    }),
    "uplink-obstacle": ({ interface: name, obstacle: why }) => ({
      what: `${name} ${obstacle[why]}.`,
      todo: `${name} einrichten oder einen anderen Uplink wählen.`,
    }),
    "uplink-computer-lost": ({ interface: name }) => ({
      what: `Die Verbindung zum Computer hinter ${name} ist unterbrochen.`,
      todo: "Prüfen, ob ssh den Computer erreicht, oder einen anderen Uplink wählen.",
    }),
    "uplink-not-found": () => ({
      what: "Dieser Computer hat keine Netzwerkverbindung.",
      todo: "Diesen Computer mit einem Netz verbinden.",
    }),
    "isolated-by-choice": () => ({ what: "Als Uplink ist „Keiner“ gewählt." }),
    "gateway-answers": ({ gateway }) => ({ what: `${gateway} antwortet.` }),
    "gateway-far-answers": ({ gateway, interface: name }) => ({
      what: `Der Router auf dem Computer hinter ${name} antwortet (${gateway}).`,
    }),
    "gateway-dead": ({ gateway, interface: name }) => ({
      what: `${gateway} antwortet an ${name} nicht.`,
      todo: "Den Router prüfen oder einen anderen Uplink wählen.",
    }),
    "gateway-unneeded": ({ interface: name }) => ({
      what: `${name} führt zu einer einzigen Gegenstelle und braucht kein Gateway.`,
    }),
    "dns-answers": ({ server }) => ({ what: `Der Nameserver ${server} antwortet.` }),
    "dns-dead": ({ servers }) => ({
      what: `Kein Nameserver antwortet (${servers}).`,
      todo: "Adressen funktionieren, Namen nicht: einen anderen Nameserver wählen.",
    }),
    "dns-unknown": () => ({
      what: "Dieser Computer kennt keinen Nameserver, den Gäste fragen könnten.",
    }),
    "size-fits": ({ bytes }) => ({ what: `Pakete von ${bytes} Byte kommen durch.` }),
    "size-tap": ({ interface: name, bytes }) => ({
      what: `${name} nimmt nur Pakete bis ${bytes} Byte an; Gäste senden 1500.`,
    }),
    "size-uplink": ({ interface: name, bytes }) => ({
      what: `Kleine Pakete kommen durch, Pakete von ${bytes} Byte gehen hinter ${name} ohne Meldung verloren.`,
      todo: `Die MTU von ${name} ist größer, als sein Netz zulässt: einen kleineren Wert wählen, etwa 1280.`,
    }),
    "size-unknown": () => ({
      what: "Es antwortet nichts, womit sich große Pakete testen ließen.",
    }),
    "not-reached": () => ({ what: "Nicht geprüft: zuerst das Problem darüber beheben." }),
  },
};
