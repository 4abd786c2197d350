import { createWriteStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { ImageFault } from "../../contract/errors/template.ts";
import { fileError } from "../../core/base/file-error.ts";
import { latin1 } from "../../core/base/latin1.ts";
import { chooseZipDisk, zipMethod } from "../../core/disk/zip-members.ts";
import { countBytes } from "../files/count-bytes.ts";
import { explainRoom, guardRoom, roomIn } from "../files/room-guard.ts";
import type { WorkOptions } from "../process/work-options.ts";

/** No archive of one disk has more members; it bounds how long a hostile one is read. */
const mostMembers = 1000;

/** A member's content is not what its archive tells of it. */
class WrongMember extends Error {}

/**
 * Unpacks the one disk of a zip archive into a new file; progress counts the packed bytes. Members'
 * names choose among members alone, so that none leads anywhere. After a failure the caller removes
 * the half-done file.
 */
export async function unzipDisk(
  source: string,
  file: FileHandle,
  target: string,
  { signal, onProgress }: WorkOptions,
): Promise<Result<void>> {
  try {
    const found = await findDisk(source, file);
    if (!found.ok) return found;
    const { entry, start } = found.value;
    const { compressedSize, uncompressedSize: needed } = entry;
    const usable = await roomIn(dirname(target));
    if (needed > usable) return fail("no-room", { path: target, needed, usable });
    const range = { start, end: start + compressedSize - 1, autoClose: false };
    const isPacked = entry.compressionMethod !== 0;
    await pipeline(
      [
        file.createReadStream(range),
        countBytes(compressedSize, onProgress),
        ...(isPacked ? [createInflateRaw()] : []),
        checkMember(entry),
        guardRoom(dirname(target)),
        createWriteStream(target, { flags: "wx", mode: 0o600 }),
      ],
      signal === undefined ? {} : { signal },
    );
    return ok(undefined);
  } catch (error) {
    if (signal?.aborted === true) return fail("cancelled", {});
    const noRoom = explainRoom(target, error);
    if (noRoom !== null) return { ok: false, error: noRoom };
    // The system's own errors are those of the target, which alone is opened here.
    const isFile = (error as NodeJS.ErrnoException).syscall !== undefined;
    return { ok: false, error: isFile ? fileError(target, error) : damaged(source, error) };
  }
}

function damaged(path: string, error: unknown) {
  return appError("image-unsupported", { path, fault: "archive-damaged" }, String(error));
}

interface Member {
  readonly entry: Entry;
  /** The offset of its packed bytes. */
  readonly start: number;
}

async function findDisk(path: string, file: FileHandle): Promise<Result<Member>> {
  const unusable = (fault: ImageFault, detail?: string): Result<Member> =>
    fail("image-unsupported", { path, fault, ...(detail === undefined ? {} : { detail }) });
  // Loaded late: hardly any image is in such an archive.
  const { fromFdPromise } = await import("yauzl");
  const options = { autoClose: false, lazyEntries: true, decodeStrings: false };
  const zip = await fromFdPromise(file.fd, options);
  if (zip.entryCount > mostMembers) return unusable("archive-damaged");
  const entries = await membersOf(zip);
  const chosen = chooseZipDisk([...entries.keys()]);
  if (chosen.name === null) return unusable(chosen.fault);
  const entry = entries.get(chosen.name);
  if (entry === undefined) return unusable("archive-damaged");
  if (entry.isEncrypted()) return unusable("encrypted");
  if (!entry.canDecodeFileData()) {
    return unusable("archive-method", zipMethod(entry.compressionMethod));
  }
  const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  return ok({ entry, start });
}

/** Reads the members that have any content, by their names. */
async function membersOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entry.uncompressedSize > 0) entries.set(latin1(entry.fileNameRaw), entry);
  }
  return entries;
}

/** Creates a stream that fails unless its bytes are as many as announced, and have the right sum. */
function checkMember({ uncompressedSize, crc32: wanted }: Entry): Transform {
  let [bytes, sum] = [0, 0];
  return new Transform({
    transform(chunk: Uint8Array, _encoding, next) {
      bytes += chunk.length;
      sum = crc32(chunk, sum);
      next(bytes > uncompressedSize ? new WrongMember("more than announced") : null, chunk);
    },
    flush(done) {
      const isRight = bytes === uncompressedSize && sum === wanted;
      done(isRight ? null : new WrongMember("another size or checksum than announced"));
    },
  });
}
