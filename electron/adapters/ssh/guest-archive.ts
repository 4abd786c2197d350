import type { Readable } from "node:stream";
import { tarEnd, tarHeader, tarPadding } from "../../core/base/tar-write.ts";
import { type CopyEntry, noContent } from "../../core/machine/copy/entry.ts";
import { checkSentNames } from "../../core/machine/copy/sent-names.ts";

/** A guest sent something else than what it was asked for. */
export class StrangeArchive extends Error {}

const kinds = {
  file: "file",
  "contiguous-file": "file",
  directory: "folder",
  symlink: "link",
  link: "same",
} as const;

/** Reads the archive that a guest sends, and refuses names that nobody asked for. Errors throw. */
export async function* readGuestArchive(input: Readable): AsyncGenerator<CopyEntry> {
  const { extract } = await import("tar-stream");
  const archive = extract();
  input.on("error", (error) => archive.destroy(error));
  input.pipe(archive);
  const check = checkSentNames();
  for await (const entry of archive) {
    // Content that nobody reads has nobody else to tell.
    entry.on("error", () => {});
    const { name, type, mode = 0o644, size = 0, mtime, linkname } = entry.header;
    const kind = Object.entries(kinds).find(([known]) => known === type)?.[1];
    if (kind === undefined) {
      // Devices, pipes and sockets are not copied.
      entry.resume();
      continue;
    }
    const sameAs = kind === "same" ? (linkname ?? "") : null;
    const names = check({ name, isFolder: kind === "folder", sameAs });
    if (names === null) throw new StrangeArchive(name);
    yield {
      ...{ path: names.path, kind, mode: mode & 0o777 },
      size: kind === "file" ? size : 0,
      modifiedAt: (mtime?.getTime() ?? 0) / 1000,
      ...(kind === "link" ? { link: linkname ?? "" } : {}),
      ...(names.sameAs === null ? {} : { link: names.sameAs }),
      content: kind === "file" ? (entry as AsyncIterable<Uint8Array>) : noContent,
    };
    entry.resume();
  }
}

/** An entry with its name in an archive. */
export interface NamedEntry {
  readonly name: string;
  readonly entry: CopyEntry;
}

/** Packs entries for a guest; a file that became shorter meanwhile is an error. Errors throw. */
export async function* packArchive(entries: AsyncIterable<NamedEntry>): AsyncGenerator<Uint8Array> {
  for await (const { name, entry } of entries) {
    const { kind, mode, size, modifiedAt, link } = entry;
    yield tarHeader({ name, kind, mode, size, modifiedAt, link });
    let sent = 0;
    for await (const chunk of entry.content) {
      sent += chunk.length;
      yield chunk;
    }
    if (sent !== size) throw new Error(`${name}: ${sent} of ${size} bytes`);
    yield tarPadding(size);
  }
  yield tarEnd();
}
