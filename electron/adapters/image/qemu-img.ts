import { constants, type FileHandle, open } from "node:fs/promises";
import { type AppError, appError, ok, type Result } from "../../contract/errors/app-error.ts";
import { diskFileError } from "../../core/base/file-error.ts";
import { findProgram, installLine } from "../process/find-program.ts";
import { type ProgramOutput, type RunOptions, runProgram } from "../process/run-program.ts";
import { bubblewrap, type Door, landlock, type SandboxTool } from "./image-sandbox.ts";

/**
 * A file that qemu-img may open, and no other. Written to are also files that are not there yet; they
 * are made, for this user alone.
 */
export interface ImageFile extends Door {
  /** The open file that is meant, whatever bears the name now. */
  readonly opened?: FileHandle | undefined;
}

/** By what qemu-img can be shut in here; if by nothing, why. */
export type Sandbox =
  | { readonly works: true; readonly tool: SandboxTool }
  | { readonly works: false; readonly error: AppError };

/**
 * Runs qemu-img, which may be taken over by a hostile image, so that it opens only the given files,
 * each under its own name, and reaches no network. Without bubblewrap, Landlock keeps it from other
 * files alone; without both it runs unprotected, and the doctor reports it.
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
  const program = await findProgram("qemu-img");
  if (program === null) return await runProgram("qemu-img", words, options);
  const runBy = (tool: SandboxTool | null) => {
    if (tool === null) return runProgram("qemu-img", words, options);
    const within = {
      program: tool.program,
      words: [...tool.words(files), program],
      files: handles.map(({ fd }) => fd),
    };
    return runProgram("qemu-img", words, { ...options, within });
  };
  const first = known === null ? bubblewrap : toolOf(await known);
  const done = await runBy(first);
  if (done.ok || done.error.code === "cancelled") return done;
  const best = toolOf(await findSandbox());
  // Unless it is the same, it was the sandbox that failed, before qemu-img was begun.
  return best === first ? done : await runBy(best);
}

const toolOf = (sandbox: Sandbox) => (sandbox.works ? sandbox.tool : null);

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
  if (program === null) return { works: false, error: await notInstalled() };
  const error = await tryTool(bubblewrap, program);
  if (error === null) return { works: true, tool: bubblewrap };
  if ((await tryTool(landlock, program)) === null) return { works: true, tool: landlock };
  return { works: false, error };
}

const notInstalled = async () => appError("sandbox-missing", await installLine("bubblewrap"));

/** Runs qemu-img by a tool once; null if that works. */
async function tryTool(tool: SandboxTool, program: string): Promise<AppError | null> {
  if ((await findProgram(tool.program)) === null) return await notInstalled();
  // A file as well: older versions of bubblewrap cannot bring an open one along.
  const probe = await open(program, "r");
  try {
    const words = [...tool.words([{ path: "/probe", access: "read" }]), program];
    const within = { program: tool.program, words, files: [probe.fd] };
    const done = await runProgram("qemu-img", ["--version"], { within });
    if (done.ok) return null;
    const detail = done.error.code === "program-failed" ? done.error.params.detail : "?";
    return appError("sandbox-missing", { detail }, done.error.cause);
  } finally {
    await probe.close();
  }
}
