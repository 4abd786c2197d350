import { plural } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

/** Why a host cannot be reached, by the system's own code. */
const unreachable: Readonly<Record<string, string>> = {
  ENOTFOUND: "its name was not found",
  EAI_AGAIN: "no name server answers",
  ECONNREFUSED: "it refuses the connection",
  ENETUNREACH: "no network leads there",
  EHOSTUNREACH: "no network leads there",
  ENETDOWN: "the network is down",
};

/** The sentences of errors about downloads and the catalogue, in English. */
export const downloadErrors = {
  "catalogue-unknown": ({ id }) => ({
    what: `The catalogue has no “${id}”.`,
    todo: "“virtray template catalogue” shows what it has.",
  }),
  "download-offline": ({ host, detail }) => ({
    what: `${host} cannot be reached: ${unreachable[detail] ?? detail}.`,
    todo: "Check the connection (and HTTPS_PROXY), then try again: what was downloaded is kept.",
  }),
  "download-refused": ({ url, status }) => ({
    what: `The server refused ${url} (HTTP ${status}).`,
  }),
  "download-stalled": ({ url, seconds }) => ({
    what: `Nothing came from ${url} for ${seconds} s.`,
    todo: "Try again: what was downloaded is kept.",
  }),
  "download-slow": ({ url, bytesPerSecond, seconds }) => ({
    what: `Only ${plural("en", bytesPerSecond, { one: "1 byte", other: `${bytesPerSecond} bytes` })} a second came from ${url} over ${seconds} s, which would never end.`,
    todo: "Try again later: what was downloaded is kept.",
  }),
  "download-broken": ({ url, detail }) => ({
    what: `The download of ${url} broke off: ${detail}.`,
    todo: "Try again: what was downloaded is kept.",
  }),
  "download-mismatch": ({ url, algorithm }) => ({
    what: `${url} is not what its publisher announced: the ${algorithm} sums differ.`,
    todo: "It was deleted. Try again; if it stays so, do not trust that server.",
  }),
  "checksum-missing": ({ url, file }) => ({
    what: `${url} has no checksum of ${file}, so it cannot be trusted.`,
  }),
} satisfies Partial<ErrorWords>;
