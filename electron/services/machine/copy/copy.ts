import { dirname, join } from "node:path";
import {
  makeRoomBeside,
  measureTree,
  moveInto,
  readTree,
  removeRoom,
  standsForFolder,
  writeEntry,
} from "../../../adapters/files/copy/copy-tree.ts";
import {
  type NamedEntry,
  packArchive,
  readGuestArchive,
  StrangeArchive,
} from "../../../adapters/ssh/guest-archive.ts";
import {
  type AppError,
  appError,
  fail,
  ok,
  type Result,
} from "../../../contract/errors/app-error.ts";
import { fileError } from "../../../core/base/file-error.ts";
import { type CopyEntry, isLarge, type LargeEntry } from "../../../core/machine/copy/entry.ts";
import { receiveCommand, sendCommand } from "../../../core/machine/copy/guest-commands.ts";
import { baseOf, readGuestPath } from "../../../core/machine/copy/guest-path.ts";
import { largeFrom } from "../../../core/machine/copy/part.ts";
import { CopyFault, failureOf, faultOf, type GuestCopyEnd, openIn, sendInto } from "./ends.ts";
import { type CopyOptions, restInside, takeLargeHere, takeLargeInside } from "./large.ts";
import { countContent, type Meter } from "./meter.ts";

/** Something that is copied, or where it goes. */
export type TreeEnd = { readonly kind: "here"; readonly path: string } | GuestCopyEnd;

export interface CopyTrees {
  readonly sources: readonly TreeEnd[];
  readonly target: TreeEnd;
  /** Folders are copied, too, with all that is in them. */
  readonly recursive: boolean;
}

/** A source with the last part of its path; "" for a folder that stands for its content. */
interface Source {
  readonly base: string;
  readonly entries: () => AsyncGenerator<CopyEntry>;
}

/** Where a copy goes, once it is known whether that is a folder. */
interface Target {
  readonly isFolder: boolean;
  /** Takes the sources under these names in the folder, or the only one as the target itself. */
  take(sources: readonly Source[]): Promise<void>;
  /** Gives up before anything was taken. */
  leave(): Promise<void>;
}

/** Copies files and folders into a machine, out of it, or between two. */
export async function copyTrees(request: CopyTrees, options: CopyOptions): Promise<Result<void>> {
  const { signal } = options;
  try {
    const meter = countContent(await totalOf(request), options);
    const target = await openTarget(request, options);
    if (!target.isFolder && request.sources.length > 1) {
      await target.leave();
      return fail("transfer-target-missing", { place: placeOf(request.target) });
    }
    await target.take(
      request.sources.map((each) => sourceOf(each, request.recursive, meter, signal)),
    );
    return ok(undefined);
  } catch (error) {
    if (signal?.aborted === true) return fail("cancelled", {});
    return { ok: false, error: explain(error, request) };
  }
}

const placeOf = (end: TreeEnd) => (end.kind === "here" ? end.path : `${end.name}:${end.path}`);

function explain(error: unknown, { sources, target }: CopyTrees): AppError {
  if (error instanceof CopyFault) return error.error;
  if (error instanceof StrangeArchive) {
    const name = sources.find((each) => each.kind === "machine")?.name ?? "";
    return appError("transfer-strange", { name, sent: error.message.slice(0, 200) });
  }
  const path = String(Object(error).path ?? placeOf(target));
  return fileError(path, error);
}

/** Adds up what is to be copied; null if a machine alone knows. */
async function totalOf({ sources }: CopyTrees): Promise<number | null> {
  let total = 0;
  for (const each of sources) {
    if (each.kind === "machine") return null;
    total += await measureTree(each.path);
  }
  return total;
}

function sourceOf(end: TreeEnd, recursive: boolean, meter: Meter, signal?: AbortSignal): Source {
  if (end.kind === "machine") {
    const { base } = readGuestPath(end.path);
    return { base, entries: () => meter(readGuest(end, recursive, signal)) };
  }
  return { base: baseOf(end.path), entries: () => meter(readHere(end.path, recursive)) };
}

async function* readHere(path: string, recursive: boolean): AsyncGenerator<CopyEntry> {
  for await (const entry of readTree(path)) {
    if (entry.kind === "folder" && !recursive) {
      throw new CopyFault(appError("transfer-folder", { place: path }));
    }
    yield entry;
  }
}

async function* readGuest(
  end: GuestCopyEnd,
  recursive: boolean,
  signal?: AbortSignal,
): AsyncGenerator<CopyEntry> {
  const guest = openIn(end, sendCommand(readGuestPath(end.path), recursive), signal);
  guest.input.end();
  let begun = false;
  try {
    for await (const entry of readGuestArchive(guest.output)) {
      begun = true;
      let isLeft = false;
      const after: CopyEntry["after"] = async (part) => {
        const rest = await restInside(end, part, signal);
        isLeft = typeof rest !== "string";
        return rest;
      };
      const isWhole = entry.path === "" && entry.size >= largeFrom;
      yield isWhole ? { ...entry, after } : entry;
      // The archive would send all of the file.
      if (isLeft) return;
    }
    const fault = faultOf(end, await guest.ended, begun);
    if (fault !== null) throw new CopyFault(fault);
  } catch (error) {
    if (error instanceof CopyFault) throw error;
    guest.end();
    // The reason of its end tells more than an archive that is cut.
    const fault = faultOf(end, await guest.ended, begun);
    throw error instanceof StrangeArchive || fault === null ? error : new CopyFault(fault);
  } finally {
    guest.end();
  }
}

function openTarget({ target }: CopyTrees, options: CopyOptions): Promise<Target> {
  return target.kind === "here" ? openHere(target.path, options) : openGuest(target, options);
}

async function openHere(path: string, options: CopyOptions): Promise<Target> {
  const isFolder = await standsForFolder(path);
  if (!isFolder && path.endsWith("/")) {
    throw new CopyFault(appError("transfer-target-missing", { place: path }));
  }
  const room = await makeRoomBeside(isFolder ? path : dirname(path));
  return {
    isFolder,
    async take(sources) {
      try {
        for (const [index, { base, entries }] of sources.entries()) {
          const shape = join(room, String(index));
          const place = isFolder ? join(path, base) : path;
          let isTaken = false;
          for await (const entry of entries()) {
            isTaken = isLarge(entry);
            await (isLarge(entry)
              ? takeLargeHere(place, entry, options)
              : writeEntry(shape, entry));
          }
          if (!isTaken) await moveInto(shape, place);
        }
      } finally {
        await removeRoom(room);
      }
    },
    leave: () => removeRoom(room),
  };
}

async function openGuest(end: GuestCopyEnd, options: CopyOptions): Promise<Target> {
  const path = readGuestPath(end.path);
  const guest = openIn(end, receiveCommand(path), options.signal);
  const answer = await firstByte(guest.output);
  if (answer === null) throw failureOf(end, await guest.ended);
  const isFolder = answer === "d";
  const folder = isFolder ? path.whole : path.parent;
  const takeLarge: TakeLarge = (name, entry) =>
    takeLargeInside(end, { folder, name }, entry, options);
  return {
    isFolder,
    take: (sources) =>
      sendInto(end, guest, packArchive(named(sources, isFolder ? null : path.base, takeLarge))),
    async leave() {
      guest.end();
      await guest.ended;
    },
  };
}

/** Returns the first character of the answer, and discards the rest; null without an answer. */
async function firstByte(output: NodeJS.ReadableStream): Promise<string | null> {
  return new Promise((resolve) => {
    output.once("data", (chunk: Uint8Array) => {
      resolve(String.fromCharCode(chunk[0] ?? 0));
      output.resume();
    });
    output.once("end", () => resolve(null));
    output.once("error", () => resolve(null));
  });
}

/** Takes a large file past the archive, to a name in the target. */
type TakeLarge = (name: string, entry: LargeEntry) => Promise<void>;

/** Gives each entry its name in the target; `only`: the name of the only source there. */
async function* named(
  sources: readonly Source[],
  only: string | null,
  takeLarge: TakeLarge,
): AsyncGenerator<NamedEntry> {
  for (const { base, entries } of sources) {
    const root = only ?? base;
    const nameOf = (path: string) => `./${[root, path].filter((part) => part !== "").join("/")}`;
    for await (const entry of entries()) {
      // The folder that content goes into keeps its own permissions.
      if (root === "" && entry.path === "") continue;
      if (isLarge(entry)) {
        await takeLarge(root, entry);
        continue;
      }
      const first = entry.kind === "same" ? nameOf(entry.link ?? "") : entry.link;
      yield { name: nameOf(entry.path), entry: { ...entry, link: first } };
    }
  }
}
