import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, readFile, stat, truncate, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { Checksum, WorkProgress } from "../../contract/template/template.ts";
import { fileError } from "../../core/base/file-error.ts";
import { createSpeedMeter } from "../../core/base/speed-meter.ts";
import { isWebPage } from "../../core/disk/image-header.ts";
import { makeFolder } from "../files/make-folder.ts";
import { explainRoom, guardRoom, roomIn } from "../files/room-guard.ts";
import { discardDownload, discardUseless, statePath } from "./download-files.ts";
import { explainHttp, type HttpOptions, httpGet } from "./get.ts";

export interface DownloadOptions extends HttpOptions {
  readonly onProgress?: ((progress: WorkProgress) => void) | undefined;
}

/** The number of times that an interrupted download is continued before the user is asked. */
const mostTries = 5;

/** The pause between two reports of progress, in milliseconds. */
const tellEveryMs = 500;

/** More came than the server had announced. */
class TooMuch extends Error {}

/** The identity of the server's file, by which a half-done download is known as its beginning. */
const stateSchema = v.object({ url: v.string(), validator: v.string() });
type State = v.InferOutput<typeof stateSchema>;

/**
 * Downloads a file to a path, and succeeds only if its checksum is right; without a checksum any
 * content is taken. A later run continues a half-done download if the server still has the same
 * file. Only one may run for a path.
 */
export async function download(
  url: string,
  path: string,
  expected: Checksum | null,
  options: DownloadOptions,
): Promise<Result<void>> {
  const fetched = await fetchAndCheck(url, path, expected, options);
  const isFull = !fetched.ok && /^(?:disk-full|no-room)$/.test(fetched.error.code);
  if (isFull) await discardDownload(path);
  return fetched;
}

async function fetchAndCheck(
  url: string,
  path: string,
  expected: Checksum | null,
  options: DownloadOptions,
): Promise<Result<void>> {
  try {
    await makeFolder(dirname(path));
    for (let tries = 1; ; tries += 1) {
      const before = await sizeOf(path);
      const fetched = await fetchRest(url, path, options);
      if (fetched.ok) break;
      const again = fetched.error.code === "download-broken" && (await sizeOf(path)) > before;
      if (!again || tries === mostTries) {
        await discardUseless(path);
        return fetched;
      }
    }
    if (expected === null) return ok(undefined);
    options.onProgress?.({ step: "verify", fraction: null });
    const sum = await sumOf(path, expected.algorithm, options.signal);
    if (sum === expected.sum) return ok(undefined);
    const begin = await beginOf(path);
    await discardDownload(path);
    if (isWebPage(begin)) return fail("image-web-page", { path: url });
    return fail("download-mismatch", { url, algorithm: expected.algorithm });
  } catch (error) {
    if (options.signal?.aborted === true) return fail("cancelled", {});
    return { ok: false, error: fileError(path, error) };
  }
}

/** Returns the text at a URL, at most 1 MiB long. */
export async function downloadText(url: string, options: DownloadOptions): Promise<Result<string>> {
  const answer = await httpGet(url, {}, options);
  if (!answer.ok) return answer;
  const body = answer.value;
  const { statusCode: status = 0 } = body;
  try {
    if (status !== 200) return fail("download-refused", { url, status });
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > 1024 * 1024) return fail("download-broken", { url, detail: "too-long" });
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks);
    // No text that we ask for is a page.
    return isWebPage(text) ? fail("image-web-page", { path: url }) : ok(text.toString("utf8"));
  } catch (error) {
    return { ok: false, error: explainHttp(url, error, options) };
  } finally {
    body.on("error", () => {}).destroy();
  }
}

async function beginOf(path: string): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

async function sumOf(path: string, algorithm: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash(algorithm);
  const cancel = signal === undefined ? {} : { signal };
  await pipeline(createReadStream(path), hash, cancel);
  return hash.digest("hex");
}

async function readState(path: string, url: string): Promise<State | null> {
  try {
    const state = v.parse(stateSchema, JSON.parse(await readFile(statePath(path), "utf8")));
    return state.url === url ? state : null;
  } catch {
    return null;
  }
}

/**
 * Returns the validator that tells this version of a file from another; a weak one (RFC 9110,
 * 8.8.1) does not.
 */
function validatorOf({ headers }: IncomingMessage): string | null {
  const { etag, "last-modified": modified } = headers;
  return etag !== undefined && !etag.startsWith("W/") ? etag : (modified ?? null);
}

/** Fetches what is still missing of a file, which may be all of it. */
async function fetchRest(
  url: string,
  path: string,
  options: DownloadOptions,
): Promise<Result<void>> {
  const state = await readState(path, url);
  const have = state === null ? 0 : await sizeOf(path);
  const resume: Record<string, string> =
    state === null || have === 0 ? {} : { range: `bytes=${have}-`, "if-range": state.validator };
  const asked = await httpGet(url, resume, options);
  if (!asked.ok) return asked;
  const answer = asked.value;
  answer.on("error", () => {});
  try {
    const part = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(answer.headers["content-range"] ?? "");
    const total = part === null ? Number(answer.headers["content-length"]) : Number(part[2]);
    switch (answer.statusCode) {
      case 206:
        if (Number(part?.[1]) !== have) break;
        return await receive(answer, { url, path, from: have, total }, options);
      case 416:
        // All was there already: the run before was ended between the last byte and its check.
        if (total === have) return ok(undefined);
        break;
      case 200: {
        await discardDownload(path);
        const validator = validatorOf(answer);
        if (validator !== null) {
          await writeFile(statePath(path), JSON.stringify({ url, validator } satisfies State));
        }
        return await receive(answer, { url, path, from: 0, total }, options);
      }
      default:
        return fail("download-refused", { url, status: answer.statusCode ?? 0 });
    }
    // The server has another file now, or names no version: start over the next time.
    await discardDownload(path);
    return fail("download-broken", { url, detail: "server-changed" });
  } finally {
    answer.destroy();
  }
}

/** The part of a file that is still to come. */
interface Rest {
  readonly url: string;
  readonly path: string;
  /** The offset in bytes at which the answer begins. */
  readonly from: number;
  readonly total: number;
}

async function receive(
  body: IncomingMessage,
  { url, path, from, total }: Rest,
  options: DownloadOptions,
): Promise<Result<void>> {
  if (from === 0) await writeFile(path, "", { mode: 0o600 });
  else await truncate(path, from);
  const usable = await roomIn(dirname(path));
  if (total - from > usable) return fail("no-room", { path, needed: total - from, usable });
  let received = from;
  const counted = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      received += chunk.length;
      done(received > total ? new TooMuch() : null, chunk);
    },
  });
  const meter = createSpeedMeter(() => performance.now());
  const tell = () => {
    const speed = meter.measure(received);
    const known = total > 0 && received <= total;
    options.onProgress?.({
      step: "download",
      fraction: known ? received / total : null,
      doneBytes: received,
      ...(known ? { totalBytes: total } : {}),
      ...(speed === null ? {} : { bytesPerSecond: Math.round(speed) }),
      ...(known && speed ? { secondsLeft: Math.ceil((total - received) / speed) } : {}),
    });
  };
  const target = createWriteStream(path, { flags: "a" });
  let writeError: unknown = null;
  target.on("error", (error) => {
    writeError = error;
  });
  const { signal } = options;
  tell();
  // By the clock, not by what comes: of a download that stands still, too, the truth is told.
  const telling = setInterval(tell, tellEveryMs);
  try {
    await pipeline(
      body,
      counted,
      guardRoom(dirname(path)),
      target,
      signal === undefined ? {} : { signal },
    );
    return ok(undefined);
  } catch (error) {
    // An end that came from the other side of the pipeline is not the file's own.
    if ((writeError as NodeJS.ErrnoException | null)?.syscall !== undefined) {
      return { ok: false, error: fileError(path, writeError) };
    }
    if (error instanceof TooMuch) {
      await discardDownload(path);
      return fail("download-broken", { url, detail: "more-than-announced" });
    }
    return { ok: false, error: explainRoom(path, error) ?? explainHttp(url, error, options) };
  } finally {
    clearInterval(telling);
    tell();
  }
}
