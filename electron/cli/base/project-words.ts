import type { ProjectGrant } from "../../contract/project/project.ts";
import { plural } from "../../contract/words/formats.ts";
import { quoteName } from "../../core/base/visible-text.ts";

/** The words that describe a project before the user agrees to it, in English. */
export const consentEn = {
  first: (path: string) => `${quoteName(path)} asks for this, and you have not agreed to it yet:`,
  changed: (path: string) => `${quoteName(path)} has changed since you agreed to it.`,
  added: "New:",
  gone: "No longer asked for:",
  note: "Virtray itself downloads nothing for the project, and reads none of your files outside the project’s folder except public keys.",
  question: "Agree? [y/N] ",
  notDone: "Nothing was done.",
  grant: (grant: ProjectGrant): string => {
    switch (grant.kind) {
      case "machine":
        return `is created from the template ${grant.template}${inBrackets(grant.settings)}`;
      case "keys":
        return grant.file === null
          ? "lets you log in with your own SSH keys (~/.ssh)"
          : `lets in anyone who has a key from ${quoteName(grant.file)}: ${grant.fingerprints.join(", ")}`;
      case "user-data": {
        const lines = plural("en", grant.lines, { one: "1 line", other: `${grant.lines} lines` });
        return grant.file === null
          ? `runs the user data of the project’s file as root, in the guest (${lines}, ${short(grant)})`
          : `runs the user data of ${quoteName(grant.file)} as root, in the guest (${lines}, ${short(grant)})`;
      }
      case "provision": {
        const lines = plural("en", grant.lines, { one: "1 line", other: `${grant.lines} lines` });
        const what = grant.file === null ? "a text of the project’s file" : quoteName(grant.file);
        const who = grant.as === "root" ? "root" : "its user";
        const when = { once: "once", always: "each time", changed: "whenever it changes" };
        return `runs ${what} as ${who} in the guest, ${when[grant.when]} (${lines}, ${short(grant)})`;
      }
      case "forward": {
        const others =
          grant.reach === "host"
            ? "for this computer only"
            : "also for other computers that reach this computer over the network";
        return `opens ${grant.protocol === "tcp" ? "port" : "UDP port"} ${grant.hostPort} of this computer, which leads to port ${grant.port} of the machine, ${others}`;
      }
      case "share":
        return `${grant.readOnly ? "may read" : "may read and change"} all that is in ${quoteName(grant.folder)}, at ${grant.guestFolder} in the guest`;
      case "autostart":
        return {
          never: "does not start at login",
          always: "starts at each login",
          "as-before": "starts at login if it was running",
        }[grant.when];
    }
  },
};

/** The same words in German. */
export const consentDe: typeof consentEn = {
  first: (path) => `${quoteName(path)} verlangt Folgendes, dem noch nicht zugestimmt wurde:`,
  changed: (path) => `${quoteName(path)} hat sich seit der Zustimmung geändert.`,
  added: "Neu:",
  gone: "Nicht mehr verlangt:",
  note: "Virtray selbst lädt dafür nichts herunter und liest außerhalb des Projektordners keine Dateien außer öffentlichen Schlüsseln.",
  question: "Zustimmen? [j/N] ",
  notDone: "Nichts wurde getan.",
  grant: (grant) => {
    switch (grant.kind) {
      case "machine":
        return `wird aus der Vorlage ${grant.template} angelegt${inBrackets(grant.settings)}`;
      case "keys":
        return grant.file === null
          ? "erlaubt die Anmeldung mit Ihren SSH-Schlüsseln (~/.ssh)"
          : `lässt alle herein, die einen Schlüssel aus ${quoteName(grant.file)} haben: ${grant.fingerprints.join(", ")}`;
      case "user-data": {
        const lines = plural("de", grant.lines, { one: "1 Zeile", other: `${grant.lines} Zeilen` });
        return grant.file === null
          ? `führt im Gast als root die User-Data der Projektdatei aus (${lines}, ${short(grant)})`
          : `führt im Gast als root die User-Data aus ${quoteName(grant.file)} aus (${lines}, ${short(grant)})`;
      }
      case "provision": {
        const lines = plural("de", grant.lines, { one: "1 Zeile", other: `${grant.lines} Zeilen` });
        const what = grant.file === null ? "einen Text der Projektdatei" : quoteName(grant.file);
        const who = grant.as === "root" ? "root" : "ihr Benutzer";
        const when = { once: "einmal", always: "jedes Mal", changed: "bei jeder Änderung" };
        return `führt ${what} im Gast als ${who} aus, ${when[grant.when]} (${lines}, ${short(grant)})`;
      }
      case "forward": {
        const others =
          grant.reach === "host"
            ? "nur für diesen Computer"
            : "auch für andere Computer, die diesen Computer über das Netz erreichen";
        return `öffnet ${portOf(grant)} dieses Computers, der zu Port ${grant.port} der Maschine führt, ${others}`;
      }
      case "share":
        return `darf alles in ${quoteName(grant.folder)} ${grant.readOnly ? "lesen" : "lesen und ändern"}, im Gast unter ${grant.guestFolder}`;
      case "autostart":
        return {
          never: "startet nicht beim Anmelden",
          always: "startet bei jedem Anmelden",
          "as-before": "startet beim Anmelden, wenn sie zuletzt lief",
        }[grant.when];
    }
  },
};

function inBrackets(settings: readonly string[]): string {
  return settings.length === 0 ? "" : ` (${settings.join("; ")})`;
}

/** Shortens a checksum of content: its beginning is enough to recognise a change. */
function short({ sha256 }: { readonly sha256: string }): string {
  return `SHA-256 ${sha256.slice(0, 12)}…`;
}

function portOf({ protocol, hostPort }: Extract<ProjectGrant, { kind: "forward" }>): string {
  return protocol === "tcp" ? `Port ${hostPort}` : `UDP-Port ${hostPort}`;
}
