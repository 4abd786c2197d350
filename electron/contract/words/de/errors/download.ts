import { plural } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

const again = "Noch einmal versuchen: Bereits Heruntergeladenes bleibt erhalten.";

/** The sentences of errors about downloads and the catalogue, in German. */
export const downloadErrors = {
  "catalogue-unknown": ({ id }) => ({
    what: `Im Katalog gibt es kein Abbild „${id}“.`,
    todo: "Eines der Abbilder im Katalog wählen.",
    typed: "„virtray template catalogue“ zeigt die Abbilder.",
  }),
  "download-offline": ({ host, detail }) => ({
    what: `${host} ist nicht erreichbar: ${detail}.`,
    todo: "Die Verbindung (und HTTPS_PROXY) prüfen, dann noch einmal versuchen: Bereits Heruntergeladenes bleibt erhalten.",
  }),
  "download-refused": ({ url, status }) => ({
    what: `Der Server verweigert ${url} (HTTP ${status}).`,
    todo: "Die URL in einem Browser prüfen oder es später noch einmal versuchen.",
  }),
  "download-stalled": ({ url, seconds }) => ({
    what: `Von ${url} kam ${plural("de", seconds, { one: "1 Sekunde", other: `${seconds} Sekunden` })} lang nichts.`,
    todo: again,
  }),
  "download-slow": ({ url, bytesPerSecond, seconds }) => ({
    what: `Von ${url} kamen in ${seconds} s nur ${plural("de", bytesPerSecond, { one: "1 Byte", other: `${bytesPerSecond} Bytes` })} pro Sekunde; so wird das Herunterladen nie fertig.`,
    todo: "Später noch einmal versuchen: Bereits Heruntergeladenes bleibt erhalten.",
  }),
  "download-broken": ({ url, detail }) => ({
    what: `Das Herunterladen von ${url} wurde unterbrochen: ${detail}.`,
    todo: again,
  }),
  "download-mismatch": ({ url, algorithm }) => ({
    what: `${url} ist nicht die Datei, die der Herausgeber angekündigt hat: Die ${algorithm}-Prüfsummen weichen ab.`,
    todo: "Das Heruntergeladene wurde gelöscht. Noch einmal versuchen; weichen die Prüfsummen wieder ab, dem Server nicht vertrauen.",
  }),
  "checksum-missing": ({ url, file }) => ({
    what: `${url} nennt keine Prüfsumme für ${file}, das Heruntergeladene lässt sich also nicht prüfen.`,
    todo: "Später noch einmal versuchen oder ein anderes Abbild verwenden.",
  }),
} satisfies Partial<ErrorWords>;
