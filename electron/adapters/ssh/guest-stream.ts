import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { packageOf } from "../process/run-program.ts";

/** A command that runs in a guest, with its streams. */
export interface GuestStream {
  readonly input: Writable;
  readonly output: Readable;
  /** How it ended: the exit code of the command there, or 255 for ssh's own, and the last words. */
  readonly ended: Promise<GuestEnd>;
  /** Ends it at once. */
  end(): void;
}

export interface GuestEnd {
  readonly exitCode: number;
  /** The last line that ssh or the guest wrote to standard error; "" for none. */
  readonly said: string;
  /** Why it could not even be started. */
  readonly error: AppError | null;
}

/** The last words that are kept: the guest may write as much as it likes. */
const mostSaid = 4096;

/**
 * Starts ssh with its input and output as streams. It asks for passwords on the terminal by itself,
 * if there is one.
 */
export function openGuestStream(args: readonly string[], signal?: AbortSignal): GuestStream {
  const child = spawn("ssh", ["-T", "-o", "LogLevel=ERROR", ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Uint8Array) => {
    said = (said + new TextDecoder().decode(chunk)).slice(-mostSaid);
  });
  // A guest that stops reading tells why when it ends.
  child.stdin.on("error", () => {});
  const end = () => child.kill();
  signal?.addEventListener("abort", end, { once: true });
  if (signal?.aborted === true) end();
  const ended = endOf(child, () => said.trim().split("\n").at(-1)?.trim() ?? "");
  return { input: child.stdin, output: child.stdout, ended, end };
}

function endOf(child: ChildProcess, said: () => string): Promise<GuestEnd> {
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      const program = "ssh";
      const reason =
        error.code === "ENOENT"
          ? appError("program-missing", { program, package: packageOf[program] ?? program })
          : appError("program-failed", { program, detail: error.message }, error.message);
      resolve({ exitCode: 255, said: "", error: reason });
    });
    child.once("close", (code, signal) => {
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve({ exitCode, said: said(), error: null });
    });
  });
}
