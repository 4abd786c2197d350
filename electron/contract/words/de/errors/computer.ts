import type { computerErrors as english } from "../../en/errors/computer.ts";

const seeComputers = "„virtray computer list“ zeigt die Computer.";

const stopFirst = {
  todo: "„Verlegen mit Neustart“ fährt die Maschine für das Verlegen herunter und startet sie dort wieder.",
  typed:
    "Die Maschine für das Verlegen herunterfahren: „virtray move“ tut das mit der Option --stop und startet sie dort wieder.",
};

/** The sentences of errors of other computers, in German. */
export const computerErrors: typeof english = {
  "computer-unknown": ({ name }) => ({
    what: `Es gibt keinen Computer namens „${name}“.`,
    todo: seeComputers,
  }),
  "computer-exists": ({ name }) => ({
    what: `Es gibt schon einen Computer namens „${name}“.`,
    todo: `Einen anderen Namen wählen oder den vorhandenen Computer entfernen: virtray computer remove ${name}`,
  }),
  "computer-not-agreed": ({ host }) => ({
    what: `Der Verbindung von Virtray mit ${host} wurde nicht zugestimmt.`,
    todo: "Den Computer noch einmal hinzufügen und der Frage zustimmen.",
  }),
  "computers-too-many": ({ most }) => ({
    what: `Virtray verbindet sich mit höchstens ${most} Computern.`,
    todo: "Einen Computer entfernen, der nicht mehr gebraucht wird.",
  }),
  "computer-unreachable": ({ name, host, detail }) => ({
    what: `Der Computer „${name}“ ist mit ssh nicht erreichbar: ${detail}.`,
    todo: `In einem Terminal prüfen, ob dies funktioniert: ssh ${host}`,
  }),
  "computer-login": ({ name, host }) => ({
    what: `ssh kann sich an „${name}“ nicht ohne Rückfrage anmelden.`,
    todo: `Einmal in einem Terminal anmelden, um den Hostschlüssel zu bestätigen: ssh ${host}. Wird ein Passwort verlangt, den Schlüssel dorthin kopieren: ssh-copy-id ${host}`,
  }),
  "computer-without-virtray": ({ name }) => ({
    what: `Auf „${name}“ ist Virtray nicht installiert, oder ssh findet dort den Befehl „virtray“ nicht.`,
    todo: "Dort das Paket dieser Version installieren.",
  }),
  "computer-older": ({ name, theirs, ours }) => ({
    what: `„${name}“ hat ${theirs === "" ? "eine frühere Version von Virtray" : `Virtray ${theirs}`}, älter als Virtray ${ours} auf diesem Computer.`,
    todo: `Virtray auf „${name}“ aktualisieren.`,
  }),
  "computer-newer": ({ name, theirs, ours }) => ({
    what: `„${name}“ hat Virtray ${theirs}, neuer als Virtray ${ours} auf diesem Computer.`,
    todo: "Virtray auf diesem Computer aktualisieren.",
  }),
  "computer-strange": ({ name, sent }) => ({
    what: `„${name}“ hat etwas gesendet, wonach Virtray nicht gefragt hat. Die Verbindung wurde beendet, ausgeführt wurde nichts: ${sent}`,
    todo: `Gibt eine Startdatei der Shell auf „${name}“ Text aus, diese Ausgabe entfernen. Sonst „${name}“ nicht trauen.`,
  }),
  "computer-overlong": ({ name }) => ({
    what: `„${name}“ hat eine zu lange Zeile gesendet. Die Verbindung wurde beendet, ausgeführt wurde nichts.`,
    todo: `„${name}“ erst wieder trauen, wenn der Grund bekannt ist.`,
  }),
  "computer-lost": ({ name }) => ({
    what: `Die Verbindung zu „${name}“ ist abgebrochen. Was dort im Gange war, kann ausgeführt sein oder nicht.`,
    todo: "Noch einmal versuchen und dort das Ergebnis ansehen.",
  }),
  "computer-silent": ({ name, seconds }) => ({
    what: `„${name}“ antwortet seit ${seconds} Sekunden nicht.`,
    todo: `Das Netz und „${name}“ prüfen, dann noch einmal versuchen.`,
  }),
  "computer-failed": ({ name, detail }) => ({
    what: `Virtray auf „${name}“ konnte nicht antworten (${detail}).`,
    todo: `Auf „${name}“ zeigt „virtray doctor“ mehr.`,
  }),
  "computer-refused": ({ name, said }) => ({
    what: `„${name}“ hat geantwortet: ${said}`,
    todo: `In einem Terminal auf „${name}“ zeigt „virtray list“ die Maschinen dort.`,
  }),
  "computer-needs": ({ name, programs, command }) => ({
    what: `Auf „${name}“ fehlen Programme: ${programs}.`,
    todo:
      command === ""
        ? "Diese Programme dort installieren."
        : `Diese Programme dort installieren: ${command}`,
  }),
  "computer-no-kvm": ({ name }) => ({
    what: `Ihr Benutzerkonto auf „${name}“ kann KVM nicht verwenden, daher werden Maschinen dort emuliert und sind langsam.`,
    todo: `Auf „${name}“ zeigt „virtray doctor“, was hilft.`,
  }),
  "computer-several": () => ({
    what: "Diese Maschinen sind auf mehreren Computern.",
    todo: "Für jeden Computer einen eigenen Befehl geben.",
  }),
  "computer-ambiguous": ({ machine, names }) => ({
    what: `Mehrere Computer haben eine Maschine namens „${machine}“: ${names}.`,
    todo: `Den Namen des Computers voranstellen, zum Beispiel ${names.split(", ")[0] ?? ""}/${machine}.`,
  }),
  "computer-lan-on": ({ name }) => ({
    what: `Auf „${name}“ ist ein eigenes LAN eingeschaltet, daher kann der Computer diesem nicht beitreten.`,
    todo: `Das LAN auf „${name}“ ausschalten: virtray lan down`,
  }),
  "computer-joined": ({ name }) => ({
    what: `„${name}“ gehört schon zu einem LAN: zu dem eines anderen Computers oder unter anderem Namen zu diesem.`,
    todo: "Zuerst das andere LAN verlassen: virtray computer leave NAME",
  }),
  "computer-switch-failed": ({ name }) => ({
    what: `Auf „${name}“ ließ sich kein Switch starten, daher können Maschinen dort dem LAN nicht beitreten.`,
    todo: `Ansehen, was dort fehlt: virtray computer check ${name}`,
  }),
  "computer-cable-lost": ({ name }) => ({
    what: `Das Kabel zu „${name}“ ist unterbrochen. Maschinen dort laufen weiter und behalten ihre Adressen.`,
    todo: "Virtray verbindet das Kabel wieder, sobald der Computer erreichbar ist.",
  }),
  "computer-uplink-lost": ({ name }) => ({
    what: `Die Verbindung durch „${name}“ ist unterbrochen, daher werden Pakete von Maschinen abgelehnt, die diesen Uplink haben.`,
    todo: "Virtray verbindet wieder, sobald der Computer erreichbar ist.",
  }),
  "computer-no-router": ({ name }) => ({
    what: `QEMU auf „${name}“ ist ohne Netz für Benutzer (slirp) gebaut, daher kann der Computer kein Uplink sein.`,
    todo: "Dort ein QEMU mit slirp installieren, wie Debian, Ubuntu, Fedora und Arch es haben.",
  }),
  "computer-clash": ({ name, machine, address }) => ({
    what: `Das LAN bedient „${machine}“ auf „${name}“ nicht, weil eine andere Maschine im LAN denselben Namen oder dieselbe Adresse (${address}) hat.`,
    todo: `Diese Maschine umbenennen oder ihre Adresse ändern: virtray set ${name}/${machine} --address ADRESSE`,
  }),
  "machine-leaving": ({ name, computer }) => ({
    what:
      computer === ""
        ? `Ein anderer Computer hat „${name}“ geholt und noch nicht bestätigt, dass er die Maschine hat. Bis dahin startet sie hier nicht.`
        : `„${name}“ wurde zu „${computer}“ geschickt, der noch nicht bestätigt hat, dass er die Maschine hat. Bis dahin startet sie hier nicht.`,
    todo:
      computer === ""
        ? "Auf dem anderen Computer „virtray computer check“ aufrufen: Das findet heraus, wo die Maschine ist."
        : `Dies findet heraus, wo die Maschine ist: virtray computer check ${computer}`,
  }),
  "move-device": ({ name }) => ({
    what: `„${name}“ verwendet einen physischen Datenträger des Computers und kann deshalb nicht verlegt werden.`,
    todo: `Eine Kopie in einer Datei kann es: virtray export ${name}`,
  }),
  "move-live-cd": ({ name }) => ({
    what: `„${name}“ läuft mit einem CD-Laufwerk, und die CD ist eine Datei des Computers. Deshalb kann die Maschine nicht im Betrieb verlegt werden.`,
    ...stopFirst,
  }),
  "move-live-snapshots": ({ name }) => ({
    what: `„${name}“ hat Schnappschüsse, die nicht im Betrieb der Maschine übertragen werden können.`,
    ...stopFirst,
  }),
  "move-live-qemu": ({ name, theirs, ours }) => ({
    what: `„${name}“ läuft mit QEMU ${theirs}, und der andere Computer hat QEMU ${ours}. Deshalb kann die Maschine nicht im Betrieb verlegt werden.`,
    ...stopFirst,
  }),
  "move-live-kvm": ({ name }) => ({
    what: `„${name}“ läuft mit KVM, das der andere Computer nicht verwenden kann. Deshalb kann die Maschine nicht im Betrieb verlegt werden.`,
    ...stopFirst,
  }),
  "move-live-processor": ({ name, lacks }) => ({
    what: `Dem Prozessor des anderen Computers fehlt, was „${name}“ jetzt verwendet (${lacks}). Deshalb kann die Maschine nicht im Betrieb verlegt werden.`,
    ...stopFirst,
  }),
  "move-live-lan": ({ name }) => ({
    what: `„${name}“ ist in einem LAN, dem der andere Computer nicht beigetreten ist. Die Verbindungen der Maschine würden abbrechen.`,
    todo: "Den Computer dem LAN beitreten lassen (Einstellungen → Computer) oder „Verlegen mit Neustart“ wählen.",
    typed:
      "Den Computer dem LAN beitreten lassen (virtray computer join NAME) oder die Maschine mit der Option --stop für das Verlegen herunterfahren.",
  }),
  "move-live-address": ({ name, address }) => ({
    what: `„${name}“ kann auf dem anderen Computer ihre Adresse (${address}) nicht behalten und deshalb nicht im Betrieb verlegt werden.`,
    ...stopFirst,
  }),
  "move-live-unfit": ({ computer, said }) => ({
    what: `„${computer}“ hat geantwortet: ${said}`,
    ...stopFirst,
  }),
  "move-live-failed": ({ name, detail }) => ({
    what: `„${name}“ konnte nicht im Betrieb verlegt werden: ${detail}. Die Maschine läuft weiter, wo sie war.`,
    todo: "Noch einmal versuchen oder die Maschine vor dem Verlegen herunterfahren.",
    typed:
      "Noch einmal versuchen oder die Maschine mit der Option --stop für das Verlegen herunterfahren.",
  }),
  "move-there": ({ name }) => ({
    what: `Die Maschine ist schon auf dem anderen Computer, als „${name}“.`,
    todo: "Eine der beiden löschen oder beide behalten.",
  }),
  "move-damaged": ({ file }) => ({
    what: `Was als „${file}“ ankam, ist nicht, was geschickt wurde. Nichts wurde geändert.`,
    todo: "Noch einmal versuchen.",
  }),
  "move-late": () => ({
    what: "Das Verlegen wurde inzwischen aufgegeben. Nichts wurde geändert.",
    todo: "Noch einmal versuchen.",
  }),
  "move-nowhere": ({ name }) => ({
    what: `„${name}“ ist auf diesem Computer, und kein anderer ist als Ziel genannt.`,
    todo: `Einen nennen: virtray move ${name} --to COMPUTER`,
  }),
};
