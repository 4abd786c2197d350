import type { ShareErrors, ShareObstacle } from "../../../errors/share.ts";
import type { ErrorWords } from "../../sentence.ts";

const risks: Readonly<Record<ShareErrors["share-risky"]["what"], string>> = {
  root: "ist dieser ganze Computer",
  home: "ist Ihr ganzer Home-Ordner oder enthält ihn",
  keys: "enthält Ihre SSH-Schlüssel",
  own: "enthält Dateien von Virtray selbst oder liegt darin",
};

/** The reasons against a way of sharing, each as what is missing and the way to get it. */
const obstacles: Readonly<Record<ShareObstacle, string>> = {
  "guest-no-root": "der Benutzer der Maschine hat kein sudo ohne Passwort",
  "guest-no-sshfs": "sshfs ist in der Maschine nicht installiert",
  "guest-no-virtiofs": "das System in der Maschine hat keinen Treiber dafür",
  "memory-private":
    "die Maschine wurde ohne gemeinsamen Arbeitsspeicher gestartet; einmal neu starten",
  "no-bubblewrap": "bubblewrap funktioniert hier nicht (sudo apt-get install bubblewrap)",
  "no-idmap": "newuidmap fehlt hier (sudo apt-get install uidmap)",
  "no-login": "ohne Passwort war keine Anmeldung per SSH in der Maschine möglich",
  "no-sftp-server": "sftp-server fehlt hier (sudo apt-get install openssh-sftp-server)",
  "no-subids":
    "Ihr Benutzerkonto hat keine untergeordneten Benutzer (sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 BENUTZER)",
  "no-virtiofsd": "virtiofsd fehlt hier (Debian 12: qemu-system-common, später: virtiofsd)",
  "not-wished": "für diesen Ordner wurde ein anderer Weg gewählt",
};

/** The sentences of errors of shared folders, in German. */
export const shareErrors: Pick<ErrorWords, keyof ShareErrors> = {
  "share-risky": ({ folder, what }) => ({
    what: `${folder} ${risks[what]}. Ein Programm in der Maschine könnte alles darin lesen und ändern.`,
    todo: "Einen Ordner darin freigeben, der nur enthält, was die Maschine braucht.",
    typed:
      "Einen Ordner darin freigeben, der nur enthält, was die Maschine braucht. Wenn es wirklich so gewünscht ist: --yes-really.",
  }),
  "share-folder-missing": ({ name, folder }) => ({
    what: `Den freigegebenen Ordner ${folder} gibt es nicht, oder es ist kein Ordner.`,
    todo: "Den Ordner anlegen oder wiederherstellen, dann „Wieder einhängen“ wählen.",
    typed: `Den Ordner anlegen oder wiederherstellen, dann wieder einhängen: virtray share repair ${name}`,
  }),
  "share-folder-unreadable": ({ name, folder }) => ({
    what: `Ihr Benutzerkonto darf den freigegebenen Ordner ${folder} nicht lesen.`,
    todo: "Dem Benutzerkonto das Recht geben, den Ordner zu lesen und zu betreten, dann „Wieder einhängen“ wählen.",
    typed: `Dem Benutzerkonto das Recht geben, den Ordner zu lesen und zu betreten, dann wieder einhängen: virtray share repair ${name}`,
  }),
  "share-host-lacks": ({ virtiofs, sshfs }) => ({
    what:
      sshfs === null
        ? `Dieser Computer kann Ordner nicht über virtiofs freigeben: ${obstacles[virtiofs]}. Maschinen mit sshfs bekommen ihre Ordner über sshfs, was langsamer ist.`
        : `Dieser Computer kann keine Ordner für Maschinen freigeben. Über virtiofs: ${obstacles[virtiofs]}. Über sshfs: ${obstacles[sshfs]}.`,
    todo: "Einen der Gründe beheben, dann die Ordner wieder einhängen.",
    typed: "Einen der Gründe beheben, dann: virtray share repair NAME",
  }),
  "share-folder-full": ({ folder }) => ({
    what: `Bei ${folder} ist kein Platz mehr, also lässt sich dort nichts schreiben.`,
    todo: "Auf diesem Computer Platz schaffen. Die Maschine sieht ihn sofort.",
  }),
  "share-taken": ({ name, guestFolder }) => ({
    what: `„${name}“ hat bei ${guestFolder} schon einen anderen freigegebenen Ordner.`,
    todo: "Einen anderen Pfad in der Maschine wählen oder zuerst diese Freigabe entfernen.",
  }),
  "shares-too-many": ({ most }) => ({
    what: `Eine Maschine kann höchstens ${most} freigegebene Ordner haben.`,
    todo: "Einen Ordner freigeben, der mehrere davon enthält.",
  }),
  "share-unknown": ({ name, guestFolder }) => ({
    what: `„${name}“ hat bei ${guestFolder} keinen freigegebenen Ordner.`,
    todo: "Einen vorhandenen freigegebenen Ordner wählen.",
    typed: `Die freigegebenen Ordner zeigt: virtray share list ${name}`,
  }),
  "share-guest-silent": ({ name }) => ({
    what: `„${name}“ kann freigegebene Ordner noch nicht einhängen: Weder Gast-Agent noch SSH antworten.`,
    todo: "Die Ordner werden eingehängt, sobald die Maschine antwortet. Prüfen, ob der Schlüssel der Maschine passt, oder in der Maschine qemu-guest-agent installieren.",
  }),
  "share-no-way": ({ name, virtiofs, sshfs }) => ({
    what: `Der Ordner lässt sich für „${name}“ nicht freigeben. Mit virtiofs: ${obstacles[virtiofs]}. Mit sshfs: ${obstacles[sshfs]}.`,
    todo: "Eines von beiden beheben, dann „Wieder einhängen“ wählen.",
    typed: `Eines von beiden beheben, dann: virtray share repair ${name}`,
  }),
  "share-failed": ({ name, guestFolder, detail }) => ({
    what: `${guestFolder} konnte in „${name}“ nicht eingehängt werden: ${detail}.`,
    todo: "„Wieder einhängen“ wählen.",
    typed: `Noch einmal versuchen: virtray share repair ${name}`,
  }),
  "share-ended": ({ name, guestFolder }) => ({
    what: `Der Prozess, der ${guestFolder} für „${name}“ bereitstellt, ist beendet. Programme in der Maschine warten vielleicht auf diesen Ordner.`,
    todo: "„Wieder einhängen“ wählen.",
    typed: `Wieder einhängen: virtray share repair ${name}`,
  }),
  "share-stuck": ({ name }) => ({
    what: `Der Arbeitsspeicher von „${name}“ lässt sich nicht sichern: Der Prozess für einen ihrer freigegebenen Ordner ist beendet, und die Maschine hat noch dessen Gerät.`,
    todo: "Die Maschine neu starten oder sie herunterfahren und dann den Schnappschuss erstellen.",
  }),
  "share-busy": ({ name, guestFolder }) => ({
    what: `Ein Programm in „${name}“ verwendet ${guestFolder}.`,
    todo: "Das Programm in der Maschine beenden oder seine Dateien schließen, dann noch einmal versuchen.",
  }),
};
