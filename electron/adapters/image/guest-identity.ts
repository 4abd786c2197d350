import { randomBytes } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { diskFileError } from "../../core/base/file-error.ts";
import type { Stretch } from "../../core/base/stretch.ts";
import { findIdentity, type IdentityFile, renewIdentity } from "../../core/disk/guest-identity.ts";
import { type Qcow2Map, readQcow2Map } from "../../core/disk/qcow2-map.ts";
import { syncPath } from "../files/durable-file.ts";
import { runProgram } from "../process/run-program.ts";
import { imageName } from "./convert-image.ts";
import { explainImage } from "./explain-image.ts";
import { readStretches } from "./read-stretches.ts";

/** A qcow2 image of ours, on which another one may hang. */
interface Layer {
  readonly file: FileHandle;
  readonly map: Qcow2Map;
}

/** The disk of a new guest; both images were written by us, so nothing in them is a stranger's. */
export interface GuestDisk {
  readonly path: string;
  readonly base: string | null;
}

/**
 * Gives the guest on a disk an identity of its own, before its first start: what its image brings is
 * the same in all guests of that image. It writes over the files in place, so no table of the file
 * system changes. Changes only files that exist, in file systems from ext2 to ext4.
 */
export async function renewGuest(disk: GuestDisk, machineId: string): Promise<Result<void>> {
  const layers: Layer[] = [];
  try {
    for (const path of disk.base === null ? [disk.path] : [disk.path, disk.base]) {
      const file = await open(path, "r");
      const map = await readStretches(file, readQcow2Map());
      if (map === null) {
        await file.close();
        return ok(undefined);
      }
      layers.push({ file, map });
    }
    const changes: Change[] = [];
    for (const file of await findOnDisk(layers)) {
      const content = await readPieces(layers, file.pieces);
      const renewed = renewIdentity(file.kind, content, machineId, randomBytes(content.length));
      if (renewed !== null) changes.push({ pieces: file.pieces, bytes: renewed });
    }
    return changes.length === 0 ? ok(undefined) : await write(disk, changes);
  } catch (error) {
    return { ok: false, error: diskFileError(disk.path, error as NodeJS.ErrnoException) };
  } finally {
    for (const { file } of layers) await file.close();
  }
}

async function findOnDisk(layers: readonly Layer[]): Promise<readonly IdentityFile[]> {
  const reading = findIdentity(layers[0]?.map.diskBytes ?? 0);
  let step = reading.next();
  while (step.done !== true) step = reading.next(await readDisk(layers, step.value));
  return step.value;
}

async function readPieces(
  layers: readonly Layer[],
  pieces: readonly Stretch[],
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const piece of pieces) parts.push(await readDisk(layers, piece));
  return Buffer.concat(parts);
}

/** Reads bytes of the disk; what lies in no layer is zeros. What cannot be read ends them early. */
async function readDisk(
  layers: readonly Layer[],
  { offset, length }: Stretch,
): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length);
  const step = Math.min(...layers.map(({ map }) => map.clusterBytes));
  for (let done = 0; done < length; ) {
    const at = offset + done;
    const count = Math.min(length - done, step - (at % step));
    for (const { file, map } of layers) {
      const place = await readStretches(file, map.find(at));
      if (place === undefined) return bytes.subarray(0, done);
      if (typeof place === "number") await file.read(bytes, done, count, place);
      if (place !== null) break;
    }
    done += count;
  }
  return bytes;
}

/** The new content of a file, in its pieces one after the other. */
interface Change {
  readonly pieces: readonly Stretch[];
  readonly bytes: Uint8Array;
}

/** Has qemu-io write, which takes what lies around the bytes from the image beneath. */
async function write({ path, base }: GuestDisk, changes: readonly Change[]): Promise<Result<void>> {
  const lines = changes.flatMap(({ pieces, bytes }) => {
    let done = 0;
    return pieces.flatMap(({ offset, length }) => {
      const piece = bytes.subarray(done, done + length);
      done += length;
      return writeLines(offset, piece);
    });
  });
  const source = {
    path,
    format: "qcow2",
    piece: null,
    ...(base === null ? {} : { base }),
  } as const;
  const written = await runProgram("qemu-io", [imageName(source)], {
    input: [...lines, "flush", "quit", ""].join("\n"),
  });
  if (!written.ok) return { ok: false, error: explainImage(written.error, path) };
  // It tells of a write that failed by words alone.
  const failed = /^.*(?:failed|error|invalid).*$/im.exec(
    written.value.stdout + written.value.stderr,
  );
  if (failed !== null) return fail("disk-unreadable", { path }, failed[0]);
  await syncPath(path);
  return ok(undefined);
}

/** The lines for qemu-io that write bytes: each line writes one value, as often as it is repeated. */
function writeLines(offset: number, bytes: Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const value = bytes[at];
    let end = at + 1;
    while (bytes[end] === value) end += 1;
    lines.push(`write -q -P ${value} ${offset + at} ${end - at}`);
    at = end;
  }
  return lines;
}
