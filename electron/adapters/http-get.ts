import type { Readable } from "node:stream";
import { EnvHttpProxyAgent, request } from "undici";
import { appError, fail, ok, type Result } from "../contract/errors.ts";

/** How the world outside is reached. */
export interface HttpSettings {
  /** HTTP_PROXY, HTTPS_PROXY and NO_PROXY, also in lower case. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long a server may be silent, in milliseconds. */
  readonly stallMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** Mirrors redirect once or twice; a longer chain is a loop. */
const mostRedirects = 5;

/** One header, if it was sent once. */
export function header(answer: HttpAnswer, name: string): string | null {
  const value = answer.headers[name];
  return typeof value === "string" ? value : null;
}

/**
 * Asks for a URL, follows a few redirects (never from https to anything else), and gives the
 * answer, whatever its status. Its body must be read or destroyed.
 */
export async function httpGet(
  url: string,
  headers: Readonly<Record<string, string>>,
  settings: HttpSettings,
  signal?: AbortSignal,
): Promise<Result<HttpAnswer>> {
  const dispatcher = agentFor(settings);
  let target = new URL(url);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    try {
      const answer = await request(target, {
        dispatcher,
        headers: { "accept-encoding": "identity", "user-agent": "virtray", ...headers },
        ...(signal === undefined ? {} : { signal }),
      });
      const location = answer.headers["location"];
      if (answer.statusCode < 300 || answer.statusCode >= 400 || typeof location !== "string") {
        return ok({ status: answer.statusCode, headers: answer.headers, body: answer.body });
      }
      await answer.body.dump();
      const next = URL.canParse(location, target) ? new URL(location, target) : null;
      const safe = next?.protocol === "https:" || next?.protocol === target.protocol;
      if (next === null || !safe) {
        return fail("download-broken", { url, detail: `unsafe redirect to ${location}` });
      }
      target = next;
    } catch (error) {
      return { ok: false, error: explainHttp(target.href, error, settings, signal) };
    }
  }
  return fail("download-broken", { url, detail: `more than ${mostRedirects} redirects` });
}

function agentFor({ env, stallMs }: HttpSettings): EnvHttpProxyAgent {
  const proxy = (name: string) => env[name] ?? env[name.toLowerCase()] ?? "";
  return new EnvHttpProxyAgent({
    httpProxy: proxy("HTTP_PROXY"),
    httpsProxy: proxy("HTTPS_PROXY"),
    noProxy: proxy("NO_PROXY"),
    connect: { timeout: stallMs },
    headersTimeout: stallMs,
    bodyTimeout: stallMs,
    // Connections end with their answers, so that nothing keeps the program from ending.
    pipelining: 0,
  });
}

/** What it means that a request, or its body, failed. */
export function explainHttp(
  url: string,
  thrown: unknown,
  { stallMs }: HttpSettings,
  signal?: AbortSignal,
) {
  if (signal?.aborted === true) return appError("cancelled", {});
  const error = thrown as NodeJS.ErrnoException;
  const { code = "" } = error;
  if (/^UND_ERR_(?:HEADERS|BODY|CONNECT)_TIMEOUT$/.test(code)) {
    return appError("download-stalled", { url, seconds: Math.ceil(stallMs / 1000) });
  }
  if (/^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/.test(code)) {
    return appError("download-offline", { host: new URL(url).host, detail: code });
  }
  return appError("download-broken", { url, detail: error.message || code }, String(error));
}
