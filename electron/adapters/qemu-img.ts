import { constants, type FileHandle, open } from "node:fs/promises";
import { type AppError, appError, ok, type Result } from "../contract/errors.ts";
import { diskFileError } from "./file-error.ts";
import { findProgram, installLine } from "./find-program.ts";
import { type ProgramOutput, type RunOptions, runProgram } from "./run-program.ts";

/** A file that qemu-img may open, and no other. */
export interface ImageFile {
  readonly path: string;
  /** Written to are also files that are not there yet; they are made, for this user alone. */
  readonly access: "read" | "write";
  /** The open file that is meant, whatever bears the name now. */
  readonly opened?: FileHandle | undefined;
}

/** Whether qemu-img can be shut in here; if not, why. */
export type Sandbox =
  | { readonly works: true }
  | { readonly works: false; readonly error: AppError };

const bubblewrap = "bwrap";

/** Where programs and their libraries lie, also on NixOS and Guix. */
const systemFolders = ["/usr", "/lib", "/lib64", "/nix/store", "/gnu/store"];

/**
 * The words for bubblewrap that make a place of its own: no network, no processes, no environment,
 * and no file but the system's programs, read-only. It dies with us. qemu-img tries its locks on
 * /dev/null. Other users get a namespace in which they have no more rights than before; root, whose
 * rights over other users' files would end there, keeps this one of its rights alone.
 */
function emptyPlace(): readonly string[] {
  const isRoot = process.getuid?.() === 0;
  return [
    ...(isRoot ? ["--cap-drop", "ALL", "--cap-add", "CAP_DAC_OVERRIDE"] : ["--unshare-user"]),
    ...["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"],
    ...["--die-with-parent", "--clearenv", "--setenv", "LC_ALL", "C"],
    ...systemFolders.flatMap((folder) => ["--ro-bind-try", folder, folder]),
    ...["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"],
    ...["--dev-bind", "/dev/null", "/dev/null"],
  ];
}

/** Of a child's open files, the first one that is not a standard stream. */
const firstFile = 3;

/**
 * Runs qemu-img, which may open no file but the given ones, each under its own name, and reach no
 * network. What it reads may be hostile: were it taken over, there would be nothing to take. Where
 * the system allows no sandbox, it is run without; the doctor tells of that.
 */
export async function runQemuImg(
  words: readonly string[],
  files: readonly ImageFile[],
  options: RunOptions = {},
): Promise<Result<ProgramOutput>> {
  const opened = await openAll(files);
  if (!opened.ok) return opened;
  try {
    const handles = opened.value.map(({ handle }) => handle);
    return await runShutIn(words, files, handles, options);
  } finally {
    await closeOurs(opened.value);
  }
}

async function closeOurs(opened: readonly Opened[]): Promise<void> {
  for (const { handle, isOurs } of opened) if (isOurs) await handle.close();
}

async function runShutIn(
  words: readonly string[],
  files: readonly ImageFile[],
  handles: readonly FileHandle[],
  options: RunOptions,
): Promise<Result<ProgramOutput>> {
  const free = () => runProgram("qemu-img", words, options);
  const program = await findProgram("qemu-img");
  if (program === null || (await known)?.works === false) return free();
  const doors = files.flatMap(({ path, access }, index) => [
    access === "read" ? "--ro-bind-fd" : "--bind-fd",
    String(firstFile + index),
    path,
  ]);
  const within = {
    program: bubblewrap,
    words: [...emptyPlace(), ...doors, "--", program],
    files: handles.map(({ fd }) => fd),
  };
  const done = await runProgram("qemu-img", words, { ...options, within });
  if (done.ok || done.error.code === "cancelled" || (await findSandbox()).works) return done;
  // It was bubblewrap that failed, before qemu-img was begun.
  return free();
}

interface Opened {
  readonly handle: FileHandle;
  readonly isOurs: boolean;
}

async function openAll(files: readonly ImageFile[]): Promise<Result<readonly Opened[]>> {
  const all: Opened[] = [];
  for (const { path, access, opened } of files) {
    if (opened !== undefined) {
      all.push({ handle: opened, isOurs: false });
      continue;
    }
    // A pipe would keep a plain open waiting for its other end.
    const flags = access === "read" ? constants.O_RDONLY : constants.O_RDWR | constants.O_CREAT;
    try {
      const handle = await open(path, flags | constants.O_NONBLOCK, 0o600);
      all.push({ handle, isOurs: true });
    } catch (error) {
      await closeOurs(all);
      return { ok: false, error: diskFileError(path, error as NodeJS.ErrnoException) };
    }
  }
  return ok(all);
}

let known: Promise<Sandbox> | null = null;

/** Finds out whether qemu-img can be shut in here, by doing so once. */
export function findSandbox(): Promise<Sandbox> {
  known ??= trySandbox();
  return known;
}

async function trySandbox(): Promise<Sandbox> {
  const program = await findProgram("qemu-img");
  if ((await findProgram(bubblewrap)) === null || program === null) {
    return { works: false, error: appError("sandbox-missing", await installLine("bubblewrap")) };
  }
  // A file as well: older versions cannot bring an open one along.
  const probe = await open(program, "r");
  try {
    const door = ["--ro-bind-fd", String(firstFile), "/probe"];
    const words = [...emptyPlace(), ...door, "--", program];
    const within = { program: bubblewrap, words, files: [probe.fd] };
    const done = await runProgram("qemu-img", ["--version"], { within });
    if (done.ok) return { works: true };
    const detail = done.error.code === "program-failed" ? done.error.params.detail : "?";
    return {
      works: false,
      error: appError("sandbox-missing", { detail }, done.error.cause),
    };
  } finally {
    await probe.close();
  }
}
