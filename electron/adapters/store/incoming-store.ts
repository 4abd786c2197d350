import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { type FileHandle, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { MoveFile } from "../../contract/computer/move.ts";
import { syncPath } from "../files/durable-file.ts";
import { makeFolder } from "../files/make-folder.ts";
import { readComing, recordComing } from "./move-records.ts";

/** How long parts of a machine are kept for another attempt, in ms: a day. */
const keptMs = 24 * 3600 * 1000;

/**
 * Makes the folder for the parts of a machine that is on its way here, and returns how much there is of
 * each file. Parts of other content are removed, and so are old ones of other machines. Errors throw.
 */
export async function openIncoming(
  folder: string,
  token: string,
  files: readonly MoveFile[],
): Promise<Readonly<Record<string, number>>> {
  await makeFolder(dirname(folder));
  await dropOld(dirname(folder));
  const before = await readComing(folder);
  const same = new Set(
    before?.files
      .filter((each) => files.some((file) => isSame(file, each)))
      .map(({ name }) => name),
  );
  for (const name of await readdir(folder).catch(() => [])) {
    if (!same.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
  await recordComing(folder, { token, files, isRevoked: false });
  const there: Record<string, number> = {};
  for (const { name, bytes } of files) {
    const found = await stat(join(folder, name)).catch(() => null);
    there[name] = Math.min(found?.size ?? 0, bytes);
  }
  return there;
}

const isSame = (a: MoveFile, b: MoveFile) =>
  a.name === b.name && a.bytes === b.bytes && a.state === b.state;

async function dropOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    // The list of arrivals does not belong to any machine.
    if (name.startsWith(".")) continue;
    const found = await stat(join(folder, name)).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > keptMs)
      await dropIncoming(join(folder, name));
  }
}

/** Removes the parts of a machine. */
export async function dropIncoming(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => {});
}

/** Removes a file that came. Errors throw. */
export async function dropPart(folder: string, name: string): Promise<void> {
  await rm(join(folder, name), { force: true });
}

/** Moves a file that came to where it belongs. Errors throw. */
export async function takePart(folder: string, name: string, to: string): Promise<void> {
  await rename(join(folder, name), to);
}

/** A file that comes in order, with gaps of zeros. */
export interface IncomingFile {
  /** Errors throw, also where the place is not behind what has come. */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  /** Ends it, makes it last, and returns the SHA-256 of what is on the disk. */
  finish(): Promise<string>;
  close(): Promise<void>;
}

/** Opens a file that comes; `from`: so much of it is there. Errors throw. */
export async function openIncomingFile(
  folder: string,
  { name, bytes }: MoveFile,
  from: number,
): Promise<IncomingFile> {
  const path = join(folder, name);
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  const file: FileHandle = await open(path, flags, 0o600);
  let end = from;
  return {
    async write(offset, chunk) {
      if (offset < end || offset + chunk.length > bytes) throw new RangeError("out of order");
      await file.write(chunk, 0, chunk.length, offset);
      end = offset + chunk.length;
    },
    async finish() {
      await file.truncate(bytes);
      await file.sync();
      const hash = createHash("sha256");
      const content = createReadStream(path, { highWaterMark: 1024 * 1024 });
      for await (const chunk of content) hash.update(chunk as Uint8Array);
      return hash.digest("hex");
    },
    close: () => file.close(),
  };
}

/** Makes sure that what has come survives a loss of power. Errors throw. */
export async function settleIncoming(folder: string): Promise<void> {
  await syncPath(folder);
  await syncPath(dirname(folder));
}
