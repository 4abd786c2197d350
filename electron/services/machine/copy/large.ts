import { basename, dirname, join } from "node:path";
import { findPart, isFolder, writeThroughPart } from "../../../adapters/files/copy/part-file.ts";
import { readGuestAnswer } from "../../../adapters/ssh/guest-answer.ts";
import { type AppError, appError } from "../../../contract/errors/app-error.ts";
import { fileErrorOf } from "../../../core/base/file-error.ts";
import type { LargeEntry } from "../../../core/machine/copy/entry.ts";
import {
  guestFaults,
  receivePartCommand,
  sendRestCommand,
} from "../../../core/machine/copy/guest-commands.ts";
import { readGuestPath } from "../../../core/machine/copy/guest-path.ts";
import {
  blockBytes,
  type NoRest,
  type Part,
  partName,
  readPart,
  touchTime,
} from "../../../core/machine/copy/part.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import { CopyFault, failureOf, faultOf, type GuestCopyEnd, openIn, sendInto } from "./ends.ts";

/** The means by which a copy is followed. */
export interface CopyOptions extends FollowOptions {
  /** Told what becomes of a large file whose copying was interrupted, now or before. */
  readonly onNote?: ((note: AppError) => void) | undefined;
}

/** Where the content of a large file begins, and the content from there on. */
interface Begin {
  readonly blocks: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Decides whether a part is gone on with, and tells so. */
async function beginOf(
  entry: LargeEntry,
  part: Part | null,
  place: string,
  { onNote }: CopyOptions,
): Promise<Begin> {
  const anew = { blocks: 0, content: entry.content };
  if (part === null) return anew;
  const rest = await restOf(entry, part);
  if (typeof rest === "string") {
    onNote?.(appError("transfer-anew", { part: place, why: rest }));
    return anew;
  }
  onNote?.(appError("transfer-goes-on", { part: place, bytes: part.blocks * blockBytes }));
  return { blocks: part.blocks, content: rest };
}

async function restOf(
  { size, after }: LargeEntry,
  part: Part,
): Promise<AsyncIterable<Uint8Array> | NoRest> {
  if (part.sha256 === null) return "unproven";
  return part.bytes > size ? "different" : after(part);
}

/** Counts what passes, so that it is known whether a part is worth a word. */
function counted(content: AsyncIterable<Uint8Array>): {
  readonly content: AsyncIterable<Uint8Array>;
  readonly bytes: () => number;
} {
  let bytes = 0;
  async function* count() {
    for await (const chunk of content) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  return { content: count(), bytes: () => bytes };
}

/** Takes a large file to a path here, by way of a part beside it. Errors throw. */
export async function takeLargeHere(
  path: string,
  entry: LargeEntry,
  options: CopyOptions,
): Promise<void> {
  if (await isFolder(path)) throw new CopyFault(fileErrorOf(path, "EISDIR", ""));
  const part = join(dirname(path), partName(basename(path)));
  const begin = await beginOf(entry, await findPart(part, options.signal), part, options);
  const { content, bytes } = counted(begin.content);
  try {
    await writeThroughPart(part, path, begin.blocks, { ...entry, content });
  } catch (error) {
    if (begin.blocks * blockBytes + bytes() >= blockBytes) {
      options.onNote?.(appError("transfer-kept", { part }));
    }
    throw error;
  }
}

/** Takes a large file to a folder in a machine, by way of a part in that. Errors throw. */
export async function takeLargeInside(
  end: GuestCopyEnd,
  { folder, name }: { readonly folder: string; readonly name: string },
  entry: LargeEntry,
  options: CopyOptions,
): Promise<void> {
  const part = partName(name);
  const place = `${end.name}:${join(folder, part)}`;
  const { size, mode, modifiedAt } = entry;
  const facts = { folder, name, part, size, mode, time: touchTime(modifiedAt) };
  const guest = openIn(end, receivePartCommand(facts), options.signal);
  const answer = await readGuestAnswer(guest.output);
  if (answer === null) {
    guest.end();
    throw failureOf(end, await guest.ended);
  }
  void drain(answer.rest);
  const begin = await beginOf(entry, readPart(answer.line), place, options).catch((error) => {
    guest.end();
    throw error;
  });
  const { content, bytes } = counted(begin.content);
  async function* input() {
    yield Buffer.from(`${begin.blocks}\n`);
    yield* content;
  }
  try {
    await sendInto(end, guest, input());
  } catch (error) {
    if (begin.blocks * blockBytes + bytes() >= blockBytes) {
      options.onNote?.(appError("transfer-kept", { part: place }));
    }
    throw error;
  }
}

/** Reads what is left of an output, so that its program can end. */
async function drain(output: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const _ of output);
  } catch {
    // The end of the program tells why.
  }
}

/** Returns what follows a part in a file of a machine, if that begins with the part. Errors throw. */
export async function restInside(
  end: GuestCopyEnd,
  { blocks, sha256 }: Part,
  signal?: AbortSignal,
): Promise<AsyncIterable<Uint8Array> | NoRest> {
  const guest = openIn(end, sendRestCommand(readGuestPath(end.path), blocks, sha256 ?? ""), signal);
  guest.input.end();
  const answer = await readGuestAnswer(guest.output);
  if (answer === null) {
    const ended = await guest.ended;
    if (ended.exitCode === guestFaults.different) return "different";
    if (ended.exitCode === guestFaults.unproven) return "unproven";
    throw failureOf(end, ended);
  }
  const content = answer.rest;
  async function* rest() {
    let isRead = false;
    try {
      yield* content;
      isRead = true;
    } finally {
      if (!isRead) guest.end();
    }
    const fault = faultOf(end, await guest.ended, true);
    if (fault !== null) throw new CopyFault(fault);
  }
  return rest();
}
