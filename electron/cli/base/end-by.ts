import { answerEndSignals, exitCodeBy, putOffSignal } from "../../adapters/process/end-signals.ts";
import { appError } from "../../contract/errors/app-error.ts";
import { complain, voiceFor } from "./output.ts";
import { exitCodeOf } from "./progress.ts";

/** The exit code of a command that a signal is ending. */
let ending: number | null = null;

/**
 * Ends a command by a signal that came before it had begun anything long. While something is changed, or
 * once it is, the first signal is put off: the command tells what was done, and ends by itself.
 */
export async function endBySignal(signal: NodeJS.Signals): Promise<void> {
  if (putOffSignal(signal)) return;
  const exitCode = exitCodeBy(signal);
  // A second signal, such as the terminal's after a shell's, does not take the sentence away.
  answerEndSignals(() => {});
  // Its words cannot be written any more where the terminal has gone, which is not another failure.
  ending = exitCode;
  complain(await voiceFor(false), appError("cancelled", {}));
  process.exit(exitCode);
}

/** Ends the command after an unexpected exception: with a sentence, without a stack. */
export async function endBy(error: unknown): Promise<never> {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  // A reader that stops early (`virtray list | head`) is not a failure.
  if (code === "EPIPE") process.exit(ending ?? 0);
  const detail = message ?? String(error);
  const about =
    syscall === "write" ? appError("output-failed", { detail }) : appError("internal", { detail });
  if (ending === null) complain(await voiceFor(false), about);
  process.exit(ending ?? exitCodeOf(1));
}
