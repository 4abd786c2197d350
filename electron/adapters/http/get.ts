import { type ClientRequest, get as getPlain, type IncomingMessage } from "node:http";
import { get as getSecure } from "node:https";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";

export interface HttpOptions {
  /** How long a server may be silent, in milliseconds. */
  readonly stallMs: number;
  /** The span in milliseconds in which it must reach `leastSpeed`. */
  readonly slowMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Mirrors redirect once or twice; a longer chain is a loop. */
const mostRedirects = 5;

/**
 * Bytes a second: DNF's `minrate`. A 2G line (GPRS) brings some 3000; what is slower than this would
 * take a fortnight for 1 GiB, and may be meant to.
 */
const leastSpeed = 1000;

/** The server was silent for too long. */
class Stalled extends Error {}

/** The server is too slow to ever finish. */
class TooSlow extends Error {
  readonly bytesPerSecond: number;
  constructor(bytesPerSecond: number) {
    super("too slow");
    this.bytesPerSecond = bytesPerSecond;
  }
}

/**
 * Asks for a URL, follows a few redirects (never from https to anything else), and gives the
 * answer, whatever its status. Its body must be read or destroyed; it fails by itself when it is
 * cancelled, stalls or is far too slow. Goes by the proxies that the environment names (HTTPS_PROXY, NO_PROXY).
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
      return fail("download-broken", { url, detail: `redirect-unsafe:${location}` });
    }
    target = next;
  }
  return fail("download-broken", { url, detail: `most-redirects:${mostRedirects}` });
}

function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { stallMs, slowMs, signal }: HttpOptions,
): Promise<IncomingMessage> {
  const get = url.protocol === "https:" ? getSecure : getPlain;
  const proxy = getProxyForUrl(url.href);
  return new Promise((resolve, reject) => {
    const request = get(
      url,
      {
        headers: { "accept-encoding": "identity", "user-agent": "virtray", ...headers },
        // A connection for each answer, so that an idle one does not keep the program from ending.
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
    watchSpeed(request, slowMs);
  });
}

/** Ends a request, or its answer, that brings less than the least speed over a whole span. */
function watchSpeed(request: ClientRequest, slowMs: number): void {
  let body: IncomingMessage | null = null;
  request.on("response", (answer) => {
    body = answer;
  });
  let before = 0;
  const watch = setInterval(() => {
    const received = request.socket?.bytesRead ?? 0;
    const bytesPerSecond = Math.round(((received - before) * 1000) / slowMs);
    before = received;
    if (bytesPerSecond < leastSpeed) (body ?? request).destroy(new TooSlow(bytesPerSecond));
  }, slowMs).unref();
  request.on("close", () => clearInterval(watch));
}

/** Returns the error of a request, or of its body, that failed. */
export function explainHttp(url: string, thrown: unknown, options: HttpOptions): AppError {
  if (options.signal?.aborted === true) return appError("cancelled", {});
  if (thrown instanceof Stalled) {
    return appError("download-stalled", { url, seconds: Math.ceil(options.stallMs / 1000) });
  }
  if (thrown instanceof TooSlow) {
    const { bytesPerSecond } = thrown;
    const seconds = Math.ceil(options.slowMs / 1000);
    return appError("download-slow", { url, bytesPerSecond, seconds });
  }
  const { code = "", message } = thrown as NodeJS.ErrnoException;
  if (/^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/.test(code)) {
    // Behind a proxy, the proxy is the host that cannot be reached: it resolves all others.
    const { host } = new URL(getProxyForUrl(url) || url);
    return appError("download-offline", { host, detail: code });
  }
  const isUntrusted = /CERT|TLS|SSL|ISSUER|SIGNATURE/.test(code);
  const detail = isUntrusted ? "certificate-invalid" : message || code;
  return appError("download-broken", { url, detail }, String(thrown));
}
