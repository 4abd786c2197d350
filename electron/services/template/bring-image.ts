import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { withLock } from "../../adapters/files/file-lock.ts";
import { type DownloadOptions, download, downloadText } from "../../adapters/http/download.ts";
import { discardDownload, discardUseless } from "../../adapters/http/download-files.ts";
import { checkImage, checkManifest } from "../../adapters/image/check-image.ts";
import { convertImage } from "../../adapters/image/convert-image.ts";
import { type ImageSource, withImageSource } from "../../adapters/image/image-source.ts";
import { copyPrivately, steadyPath } from "../../adapters/image/steady-file.ts";
import { baseName } from "../../adapters/image/template-image.ts";
import { removeFile, unpackFile } from "../../adapters/image/unpack-file.ts";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type {
  AddTemplate,
  CatalogueEntry,
  Checksum,
  TemplateSource,
} from "../../contract/template/template.ts";
import { nameAnew } from "../../core/base/name-anew.ts";
import { findChecksum } from "../../core/template/checksum-list.ts";
import type { FollowOptions } from "../base/interfaces.ts";
import { diskSource } from "../registry/linked-disk.ts";
import { findMachine, withStoppedMachine } from "../registry/parts.ts";
import type { TemplatesParts } from "./parts.ts";

/** The facts about an image apart from its content. */
export interface Origin {
  readonly source: TemplateSource;
  readonly user: string | null;
  readonly minimumMemoryMiB: number;
}

/** The minimum memory for an unknown guest, in MiB. */
const unknownMinimumMiB = 128;

/** A download without data for this long is cancelled, in milliseconds. */
const stallMs = 30_000;

/**
 * The span over which its speed is judged, in milliseconds: long enough for an intermittent
 * connection.
 */
const slowMs = 60_000;

/** Brings the image of a source into a draft; an image that is damaged or not what it should be is refused. */
export function bringImage(
  parts: TemplatesParts,
  from: AddTemplate["from"],
  draft: string,
  options: FollowOptions,
): Promise<Result<Origin>> {
  switch (from.kind) {
    case "file":
      return bringFile(from.path, draft, options);
    case "machine":
      return bringMachine(parts, from.id, draft, options);
    case "catalogue":
      return bringCatalogued(parts, from.id, draft, options);
    case "url": {
      const { url, checksum } = from;
      const wanted = {
        url,
        checksum: () => (checksum === undefined ? null : Promise.resolve(ok(checksum))),
        user: null,
        minimumMemoryMiB: unknownMinimumMiB,
      };
      return bringDownload(parts, wanted, draft, options);
    }
  }
}

/** Turns an image into the template's, unless it is damaged: of such a one, QEMU copies what it finds. */
async function convert(
  source: ImageSource,
  draft: string,
  { signal, onProgress }: FollowOptions,
): Promise<Result<void>> {
  const promised = await checkManifest(source, {
    signal,
    onProgress: (fraction) => onProgress?.({ step: "verify", fraction }),
  });
  if (!promised.ok) return promised;
  const checked = await checkImage(source, signal);
  if (!checked.ok) return checked;
  return convertImage(source, join(draft, baseName), {
    signal,
    onProgress: (fraction) => onProgress?.({ step: "convert", fraction }),
  });
}

async function bringFile(
  path: string,
  draft: string,
  options: FollowOptions,
): Promise<Result<Origin>> {
  const imported = await importImage(path, draft, options);
  const source = { kind: "file", path } as const;
  return imported.ok ? ok({ source, user: null, minimumMemoryMiB: unknownMinimumMiB }) : imported;
}

/**
 * Converts an image from outside, having taken off its packing if it has one. What others could change
 * between the look at it and QEMU's is copied first: there may be no sandbox.
 */
async function importImage(
  path: string,
  draft: string,
  options: FollowOptions,
): Promise<Result<void>> {
  const steady = await steadyPath(path);
  if (steady !== null) return importSteady(steady, path, draft, options);
  const { signal, onProgress } = options;
  const copied = join(draft, "copied");
  const done = await copyPrivately(path, copied, {
    signal,
    onProgress: (fraction) => onProgress?.({ step: "copy", fraction }),
  });
  if (!done.ok) return done;
  const imported = await importSteady(copied, path, draft, options);
  return imported.ok ? removeFile(copied) : imported;
}

/** Converts a file that no other user can change; `named` is its name in errors. */
async function importSteady(
  path: string,
  named: string,
  draft: string,
  options: FollowOptions,
): Promise<Result<void>> {
  const imported = await withImageSource<void>(path, async (found) => {
    if (found.kind === "image") return convert(found.source, draft, options);
    const { packing, opened } = found;
    const { signal, onProgress } = options;
    const unpacked = join(draft, "unpacked");
    const done = await unpackFile(path, packing, unpacked, {
      ...{ signal, opened },
      onProgress: (fraction) => onProgress?.({ step: "unpack", fraction }),
    });
    if (!done.ok) return done;
    const converted = await withImageSource<void>(unpacked, async (inner) =>
      inner.kind === "image"
        ? convert(inner.source, draft, options)
        : fail("image-unsupported", { path: named, fault: "packed-twice" }),
    );
    return converted.ok
      ? removeFile(unpacked)
      : { ok: false, error: nameAnew(converted.error, unpacked, named) };
  });
  return imported.ok ? imported : { ok: false, error: nameAnew(imported.error, path, named) };
}

async function bringMachine(
  parts: TemplatesParts,
  id: string,
  draft: string,
  options: FollowOptions,
): Promise<Result<Origin>> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  const { machine } = found.value;
  return withStoppedMachine<Origin>(parts, machine, "template", async () => {
    const disk = await diskSource(parts.paths, machine, machine.disk);
    if (!disk.ok) return disk;
    const converted = await convert(disk.value, draft, options);
    if (!converted.ok) return converted;
    return ok({
      source: { kind: "machine", name: machine.name },
      user: machine.user ?? null,
      minimumMemoryMiB: unknownMinimumMiB,
    });
  });
}

/** The file to fetch, and the way to learn its checksum; null where nothing is compared. */
interface Wanted {
  readonly url: string;
  readonly checksum: (http: DownloadOptions) => Promise<Result<Checksum>> | null;
  readonly user: string | null;
  readonly minimumMemoryMiB: number;
}

function bringCatalogued(
  parts: TemplatesParts,
  id: string,
  draft: string,
  options: FollowOptions,
): Promise<Result<Origin>> {
  const entry = parts.catalogue.find((each) => each.id === id);
  if (entry === undefined) return Promise.resolve(fail("catalogue-unknown", { id }));
  const { url, user, minimumMemoryMiB } = entry;
  const checksum = (http: DownloadOptions) => publishedSum(entry, http);
  return bringDownload(parts, { url, checksum, user, minimumMemoryMiB }, draft, options);
}

async function bringDownload(
  parts: TemplatesParts,
  { url, checksum, user, minimumMemoryMiB }: Wanted,
  draft: string,
  options: FollowOptions,
): Promise<Result<Origin>> {
  const name = createHash("sha256").update(url).digest("hex").slice(0, 32);
  const path = join(parts.paths.cache, "downloads", name);
  const busy = () => appError("file-locked", { path: url, by: "Virtray" });
  const http = { stallMs, slowMs, signal: options.signal, onProgress: options.onProgress };
  return withLock<Origin>(`${path}.lock`, "download", 0, busy, async () => {
    const expected = await checksum(http);
    if (expected?.ok === false) return expected;
    const fetched = await download(url, path, expected?.value ?? null, http);
    // All that can be wrong with the file itself is wrong with its folder.
    if (!fetched.ok) return { ok: false, error: nameAnew(fetched.error, path, dirname(path)) };
    const imported = await importImage(path, draft, options);
    // Remove an unusable file, unless a full disk is the cause.
    if (imported.ok || /^image-|^disk-not/.test(imported.error.code)) await discardDownload(path);
    else await discardUseless(path);
    if (!imported.ok) return { ok: false, error: nameAnew(imported.error, path, url) };
    const source = { kind: "download", url } as const;
    return ok({
      source: expected === null ? { ...source, unverified: true } : source,
      user,
      minimumMemoryMiB,
    });
  });
}

/** Returns the checksum that the publisher of an image offers beside it. */
async function publishedSum(
  { url, checksums }: CatalogueEntry,
  http: DownloadOptions,
): Promise<Result<Checksum>> {
  const list = await downloadText(checksums.url, http);
  if (!list.ok) return list;
  const file = basename(new URL(url).pathname);
  const sum = findChecksum(list.value, file, checksums);
  return sum === null
    ? fail("checksum-missing", { url: checksums.url, file })
    : ok({ algorithm: checksums.algorithm, sum });
}
