import { constants } from "node:os";
import { answerEndSignals } from "../../adapters/process/end-signals.ts";
import { appError } from "../../contract/errors/app-error.ts";
import { complain, voiceFor } from "./output.ts";

/** Ends a command by a signal that came before it had begun anything long. */
export async function endBySignal(signal: NodeJS.Signals): Promise<never> {
  const exitCode = 128 + constants.signals[signal];
  answerEndSignals(() => process.exit(exitCode));
  complain(await voiceFor(false), appError("cancelled", {}));
  process.exit(exitCode);
}

/** Ends the command after an unexpected exception: with a sentence, without a stack. */
export async function endBy(error: unknown): Promise<never> {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  // A reader that stops early (`virtray list | head`) is not a failure.
  if (code === "EPIPE") process.exit(0);
  const detail = message ?? String(error);
  const about =
    syscall === "write" ? appError("output-failed", { detail }) : appError("internal", { detail });
  complain(await voiceFor(false), about);
  process.exit(1);
}
