import { appError } from "../../contract/errors/app-error.ts";
import { complain, voiceFor } from "./output.ts";

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
