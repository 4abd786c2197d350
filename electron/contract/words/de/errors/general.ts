import { nameOfLanguage } from "../../../base/languages.ts";
import { formatSize, plural } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors about all else, in German. */
export const generalErrors = {
  "display-missing": () => ({
    what: "Hier ist kein Desktop, auf dem ein Fenster erscheinen könnte.",
    todo: "Bitte in einer Desktop-Sitzung aufrufen. Alles andere kann der Befehl ohne.",
  }),
  "terminal-not-agreed": ({ program }) => ({
    what: `${program} ist jetzt nicht das Terminal, weil nicht zugestimmt wurde.`,
    todo: "Bitte noch einmal sichern und zustimmen oder ein Terminal angeben, das Virtray kennt.",
  }),
  "path-not-agreed": ({ path }) => ({
    what: `${path} wurde nicht verwendet, weil nicht zugestimmt wurde.`,
    todo: "Bitte noch einmal versuchen und zustimmen oder die Datei mit „Wählen …“ auswählen.",
  }),
  "terminal-missing": () => ({
    what: "Kein Terminalprogramm gefunden.",
    todo: "Bitte eines installieren, zum Beispiel xterm, oder das eigene in den Einstellungen nennen.",
  }),
  "host-woke": ({ resumed, clocksSet, uplink }) => ({
    what: `Der Computer hat geschlafen: ${plural("de", resumed, { one: "1 pausierte Maschine läuft", other: `${resumed} pausierte Maschinen laufen` })} weiter (gestellte Uhren: ${clocksSet}). ${uplink === null ? "Gerade verlässt nichts das LAN" : `Hinaus geht es über ${uplink}`}.`,
  }),
  "qemu-without-vde": () => ({
    what: "Dieses QEMU wurde ohne VDE gebaut, darum lassen sich Maschinen nicht mit dem LAN verbinden.",
    todo: "Bitte das QEMU-Paket der Distribution installieren.",
  }),
  "space-low": ({ path, freeMiB }) => ({
    what: `Wo ${path} liegt, sind nur ${formatSize("de", freeMiB * 2 ** 20)} frei.`,
    todo: "Platz schaffen: Eine Maschine, deren Platte nicht wachsen kann, wird angehalten.",
  }),
  "runtime-leftover": ({ path, command }) => ({
    what: `${path} gehört zu keiner Maschine mehr.`,
    todo: `Es schadet nicht und darf entfernt werden: ${command}`,
  }),
  "as-root": () => ({
    what: "Virtray läuft als root, also auch das QEMU jeder Maschine.",
    todo: "Bitte als normaler Benutzer starten: Wo root nötig ist, wird gefragt.",
  }),
  "input-invalid": ({ field, detail }) => ({ what: `${field}: ${detail}` }),
  "program-missing": ({ program, package: name, command }) => ({
    what: `Das Programm ${program} ist nicht installiert.`,
    todo:
      command === undefined
        ? `Bitte das Paket ${name} installieren.`
        : `Bitte das Paket ${name} installieren: ${command}`,
  }),
  "sandbox-missing": ({ detail, command }) => ({
    what:
      detail === undefined
        ? "Plattenabbilder werden ohne Sandbox gelesen: bubblewrap ist nicht installiert."
        : `Plattenabbilder werden ohne Sandbox gelesen: bubblewrap darf hier keine anlegen (${detail}).`,
    todo:
      detail === undefined
        ? `Bitte das Paket bubblewrap installieren${command === undefined ? "." : `: ${command}`}`
        : "Bitte bubblewrap User-Namespaces erlauben; unter Ubuntu tut das sein AppArmor-Profil bwrap-userns-restrict (Paket apparmor-profiles). Bis dahin Abbilder nur aus Quellen nehmen, denen man vertraut.",
  }),
  "program-failed": ({ program, detail }) => ({ what: `${program} schlug fehl: ${detail}` }),
  "settings-corrupt": ({ path, detail }) => ({
    what: `${path} ist nicht lesbar: ${detail}.`,
    todo: "Die Datei blieb, wie sie ist; bis sie repariert ist, gelten die Vorgaben. Zurück zu ihrer Sicherung: virtray recover settings",
  }),
  "settings-newer": ({ path, version }) => ({
    what: `${path} stammt von einem neueren Virtray (Version ${version} der Datei).`,
    todo: "Die Datei blieb, wie sie ist. Bitte Virtray aktualisieren.",
  }),
  "words-missing": ({ language }) => ({
    what: `Die Texte für „${nameOfLanguage(language)}“ lassen sich nicht laden.`,
    todo: "Bitte Virtray neu starten: Seine Dateien sind vielleicht die einer anderen Version.",
  }),
  "file-not-broken": ({ path }) => ({ what: `${path} ist lesbar: nichts ist wiederherzustellen.` }),
  "backup-missing": ({ path }) => ({
    what: `Von ${path} gibt es keine Sicherung.`,
    todo: "Die Datei blieb, wie sie ist. Bitte reparieren oder den Ordner wegbewegen.",
  }),
  "file-failed": ({ path, detail }) => ({ what: `${path}: ${detail}` }),
  "file-locked": ({ path, by }) => ({
    what: `${path} wird gerade von ${by} geändert.`,
    todo: "Bitte gleich noch einmal versuchen.",
  }),
  "path-too-long": ({ path, most }) => ({
    what: `${path} ist zu lang für einen Socket (höchstens ${most} Bytes).`,
    todo: "XDG_RUNTIME_DIR auf einen kürzeren Pfad setzen.",
  }),
  "runtime-folder-unsafe": ({ path, detail }) => ({
    what: `${path} kann keine Sockets sicher aufnehmen: ${detail}.`,
    todo: "XDG_RUNTIME_DIR auf einen eigenen Ordner mit Modus 0700 setzen.",
  }),
  cancelled: () => ({ what: "Abgebrochen." }),
  internal: ({ detail }) => ({ what: `Das ist ein eigener Fehler von Virtray: ${detail}` }),
} satisfies Partial<ErrorWords>;
