import { get as getPlain, type IncomingMessage } from "node:http";
import { get as getSecure } from "node:https";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { type AppError, appError, fail, ok, type Result } from "../contract/errors.ts";

export interface HttpOptions {
  /** How long a server may be silent, in milliseconds. */
  readonly stallMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Mirrors redirect once or twice; a longer chain is a loop. */
const mostRedirects = 5;

/** The server was silent for too long. */
class Stalled extends Error {}

/**
 * Asks for a URL, follows a few redirects (never from https to anything else), and gives the
 * answer, whatever its status. Its body must be read or destroyed; it fails by itself when it is
 * cancelled or stalls. Goes by the proxies that the environment names (HTTPS_PROXY, NO_PROXY).
 */
export async function httpGet(
  url: string,
  headers: Readonly<Record<string, string>>,
  options: HttpOptions,
): Promise<Result<IncomingMessage>> {
  let target = new URL(url);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    let answer: IncomingMessage;
    try {
      answer = await ask(target, headers, options);
    } catch (error) {
      return { ok: false, error: explainHttp(target.href, error, options) };
    }
    const { statusCode = 0, headers: answered } = answer;
    const { location } = answered;
    if (statusCode < 300 || statusCode >= 400 || location === undefined) return ok(answer);
    answer.on("error", () => {}).destroy();
    const next = URL.canParse(location, target) ? new URL(location, target) : null;
    const safe =
      next?.protocol === "https:" || (next?.protocol === "http:" && target.protocol === "http:");
    if (next === null || !safe) {
      return fail("download-broken", { url, detail: `unsafe redirect to ${location}` });
    }
    target = next;
  }
  return fail("download-broken", { url, detail: `more than ${mostRedirects} redirects` });
}

function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { stallMs, signal }: HttpOptions,
): Promise<IncomingMessage> {
  const get = url.protocol === "https:" ? getSecure : getPlain;
  const proxy = getProxyForUrl(url.href);
  return new Promise((resolve, reject) => {
    const request = get(
      url,
      {
        headers: { "accept-encoding": "identity", "user-agent": "virtray", ...headers },
        // A connection for each answer: nothing then keeps the program from ending.
        agent: proxy === "" ? false : new HttpsProxyAgent(proxy),
        timeout: stallMs,
        ...(signal === undefined ? {} : { signal }),
      },
      (answer) => {
        request.on("timeout", () => answer.destroy(new Stalled()));
        resolve(answer);
      },
    );
    request.on("timeout", () => request.destroy(new Stalled()));
    request.on("error", reject);
  });
}

/** What it means that a request, or its body, failed. */
export function explainHttp(url: string, thrown: unknown, options: HttpOptions): AppError {
  if (options.signal?.aborted === true) return appError("cancelled", {});
  if (thrown instanceof Stalled) {
    return appError("download-stalled", { url, seconds: Math.ceil(options.stallMs / 1000) });
  }
  const { code = "", message } = thrown as NodeJS.ErrnoException;
  if (/^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/.test(code)) {
    // Behind a proxy, that is who cannot be reached: it looks for all others.
    const { host } = new URL(getProxyForUrl(url) || url);
    return appError("download-offline", { host, detail: code });
  }
  return appError("download-broken", { url, detail: message || code }, String(thrown));
}
