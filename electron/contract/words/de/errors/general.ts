import { nameOfLanguage } from "../../../base/languages.ts";
import { formatSize, plural } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";
import { systemDetails } from "../details.ts";
import { pathFault } from "../files.ts";
import { reportIt } from "../support.ts";

const makeRoom = "Platz schaffen, dann noch einmal versuchen.";
const updateIt = "Die Datei wurde nicht verändert. Virtray aktualisieren.";

/** The sentences of errors about everything else, in German. */
export const generalErrors = {
  "display-missing": () => ({
    what: "Hier gibt es keinen Desktop, auf dem ein Fenster erscheinen könnte.",
    todo: "Den Befehl in einer Desktop-Sitzung ausführen; alles andere geht auch ohne.",
  }),
  "terminal-not-agreed": ({ program }) => ({
    what: `${program} wurde nicht als Terminal eingestellt, weil die Zustimmung fehlt.`,
    todo: "Noch einmal speichern und zustimmen oder ein Terminal angeben, das Virtray kennt.",
  }),
  "path-not-agreed": ({ path }) => ({
    what: `${path} wurde nicht verwendet, weil die Zustimmung fehlt.`,
    todo: "Noch einmal versuchen und zustimmen oder die Datei mit „Auswählen\u00a0…“ bestimmen.",
  }),
  "terminal-missing": () => ({
    what: "Kein Terminalprogramm gefunden.",
    todo: "Eines installieren, zum Beispiel xterm, oder das eigene in den Einstellungen angeben.",
  }),
  "host-woke": ({ resumed, clocksSet, uplink }) => ({
    what: `Dieser Computer war im Ruhezustand. Fortgesetzte Maschinen: ${resumed}; gestellte Uhren: ${clocksSet}. ${uplink === null ? "Die Maschinen haben zurzeit keinen Uplink" : `Der Uplink ist ${uplink}`}.`,
  }),
  "qemu-without-vde": () => ({
    what: "Dieses QEMU wurde ohne VDE gebaut, darum lassen sich Maschinen nicht mit dem LAN verbinden.",
    todo: "Das QEMU-Paket der Distribution installieren.",
  }),
  "space-low": ({ path, freeMiB }) => ({
    what: `Auf dem Datenträger mit ${path} sind nur noch ${formatSize("de", freeMiB * 2 ** 20)} frei.`,
    todo: "Platz schaffen: Eine Maschine, deren Platte nicht wachsen kann, wird pausiert.",
  }),
  "runtime-leftover": ({ path, command }) => ({
    what: `${path} ist von einer Maschine übrig, die es nicht mehr gibt.`,
    todo: `Das schadet nicht. Zum Entfernen: ${command}`,
  }),
  "as-root": () => ({
    what: "Virtray läuft als root und damit auch der QEMU-Prozess jeder Maschine.",
    todo: "Virtray als normaler Benutzer starten: Wo root nötig ist, wird nach dem Passwort gefragt.",
  }),
  "program-missing": ({ program, package: name, command }) => ({
    what: `Das Programm ${program} ist nicht installiert.`,
    todo: `Das Paket ${name} installieren${command === undefined ? "." : `: ${command}`}`,
  }),
  "sandbox-missing": ({ detail, command }) => ({
    what:
      detail === undefined
        ? "Festplattenabbilder werden ohne Sandbox gelesen: bubblewrap ist nicht installiert."
        : `Festplattenabbilder werden ohne Sandbox gelesen: bubblewrap kann hier keine anlegen (${detail}).`,
    todo:
      detail === undefined
        ? `Das Paket bubblewrap installieren${command === undefined ? "." : `: ${command}`}`
        : "Für bubblewrap User-Namespaces erlauben; unter Ubuntu tut das sein AppArmor-Profil bwrap-userns-restrict (Paket apparmor-profiles). Bis dahin nur Abbilder aus vertrauenswürdigen Quellen verwenden.",
  }),
  "program-failed": ({ program, detail }) => ({
    what: `${program} ist fehlgeschlagen: ${detail}.`,
    ...(detail === systemDetails["ENOSPC"] ? { todo: makeRoom } : reportIt),
  }),
  "settings-newer": ({ path, version }) => ({
    what: `${path} stammt von einem neueren Virtray (Version ${version} der Datei).`,
    todo: updateIt,
  }),
  "words-missing": ({ language }) => ({
    what: `Die Texte für „${nameOfLanguage(language)}“ lassen sich nicht laden.`,
    todo: "Virtray neu starten: Seine Dateien gehören vielleicht schon zu einer anderen Version.",
  }),
  "file-not-broken": ({ path }) => ({
    what: `${path} ist lesbar, es gibt also nichts wiederherzustellen.`,
  }),
  "backup-missing": ({ path }) => ({
    what: `Von ${path} gibt es keine Sicherung.`,
    todo: "Die Datei wurde nicht verändert. Die Datei reparieren oder ihren Ordner verschieben.",
  }),
  "file-failed": ({ path, fault }) => pathFault(path, fault),
  "file-locked": ({ path, by }) => ({
    what: `${path} wird gerade von ${by} geändert.`,
    todo: "Gleich noch einmal versuchen.",
  }),
  "path-too-long": ({ path, most }) => ({
    what: `${path} ist zu lang für einen Socket (höchstens ${plural("de", most, { one: "1 Byte", other: `${most} Bytes` })}).`,
    todo: "XDG_RUNTIME_DIR auf einen kürzeren Pfad setzen.",
  }),
  "runtime-folder-unsafe": ({ path, detail }) => ({
    what: `${path} ist für Sockets nicht sicher: ${detail}.`,
    todo: "XDG_RUNTIME_DIR auf einen eigenen Ordner mit Modus 0700 setzen.",
  }),
  cancelled: () => ({ what: "Abgebrochen." }),
  internal: ({ detail }) => ({
    what: `In Virtray ist ein interner Fehler aufgetreten: ${detail}.`,
    ...reportIt,
  }),
} satisfies Partial<ErrorWords>;
