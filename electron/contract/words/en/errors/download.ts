import { plural } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

const again = "Try again: what was downloaded is kept.";

/** The sentences of errors about downloads and the catalogue, in English. */
export const downloadErrors = {
  "catalogue-unknown": ({ id }) => ({
    what: `The catalogue has no image “${id}”.`,
    todo: "Choose an image of the catalogue.",
    typed: "“virtray template catalogue” shows the images.",
  }),
  "download-offline": ({ host, detail }) => ({
    what: `${host} cannot be reached: ${detail}.`,
    todo: "Check the connection (and HTTPS_PROXY), then try again: what was downloaded is kept.",
  }),
  "download-refused": ({ url, status }) => ({
    what: `The server refused ${url} (HTTP ${status}).`,
    todo: "Check the URL in a browser, or try again later.",
  }),
  "download-stalled": ({ url, seconds }) => ({
    what: `Nothing came from ${url} for ${plural("en", seconds, { one: "1 second", other: `${seconds} seconds` })}.`,
    todo: again,
  }),
  "download-slow": ({ url, bytesPerSecond, seconds }) => ({
    what: `Only ${plural("en", bytesPerSecond, { one: "1 byte", other: `${bytesPerSecond} bytes` })} per second came from ${url} within ${seconds} s, which is too slow to finish.`,
    todo: "Try again later: what was downloaded is kept.",
  }),
  "download-broken": ({ url, detail }) => ({
    what: `The download of ${url} was interrupted: ${detail}.`,
    todo: again,
  }),
  "download-mismatch": ({ url, algorithm }) => ({
    what: `${url} is not the file that its publisher announced: the ${algorithm} checksums differ.`,
    todo: "The download was deleted. Try again; if the checksums still differ, do not trust that server.",
  }),
  "checksum-missing": ({ url, file }) => ({
    what: `${url} lists no checksum for ${file}, so the download cannot be verified.`,
    todo: "Try again later, or use another image.",
  }),
} satisfies Partial<ErrorWords>;
