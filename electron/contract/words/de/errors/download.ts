import { plural } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

/** Why a host cannot be reached, by the system's own code. */
const unreachable: Readonly<Record<string, string>> = {
  ENOTFOUND: "sein Name wurde nicht gefunden",
  EAI_AGAIN: "kein Nameserver antwortet",
  ECONNREFUSED: "er weist die Verbindung ab",
  ENETUNREACH: "kein Netz führt dorthin",
  EHOSTUNREACH: "kein Netz führt dorthin",
  ENETDOWN: "das Netz ist aus",
};

/** The sentences of errors about downloads and the catalogue, in German. */
export const downloadErrors = {
  "catalogue-unknown": ({ id }) => ({
    what: `Im Katalog gibt es „${id}“ nicht.`,
    todo: "„virtray template catalogue“ zeigt, was es gibt.",
  }),
  "download-offline": ({ host, detail }) => ({
    what: `${host} ist nicht erreichbar: ${unreachable[detail] ?? detail}.`,
    todo: "Verbindung (und HTTPS_PROXY) prüfen, dann noch einmal: Geladenes bleibt erhalten.",
  }),
  "download-refused": ({ url, status }) => ({
    what: `Der Server verweigert ${url} (HTTP ${status}).`,
  }),
  "download-stalled": ({ url, seconds }) => ({
    what: `Von ${url} kam ${seconds} s lang nichts.`,
    todo: "Noch einmal versuchen: Geladenes bleibt erhalten.",
  }),
  "download-slow": ({ url, bytesPerSecond, seconds }) => ({
    what: `Von ${url} kamen in ${seconds} s nur ${plural("de", bytesPerSecond, { one: "1 Byte", other: `${bytesPerSecond} Bytes` })} pro Sekunde; so würde es nie fertig.`,
    todo: "Später noch einmal versuchen: Geladenes bleibt erhalten.",
  }),
  "download-broken": ({ url, detail }) => ({
    what: `Das Laden von ${url} brach ab: ${detail}.`,
    todo: "Noch einmal versuchen: Geladenes bleibt erhalten.",
  }),
  "download-mismatch": ({ url, algorithm }) => ({
    what: `${url} ist nicht, was sein Herausgeber angekündigt hat: Die ${algorithm}-Summen weichen ab.`,
    todo: "Es wurde gelöscht. Noch einmal versuchen; bleibt es so, dem Server nicht trauen.",
  }),
  "checksum-missing": ({ url, file }) => ({
    what: `${url} hat keine Prüfsumme für ${file}, also ist ihm nicht zu trauen.`,
  }),
} satisfies Partial<ErrorWords>;
