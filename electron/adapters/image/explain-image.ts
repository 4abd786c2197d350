import type { AppError } from "../../contract/errors/app-error.ts";
import { explainImageMessage } from "../../core/disk/image-message.ts";

/** Explains why qemu-img cannot read an image; its own words stay as the cause. */
export function explainImage(error: AppError, path: string): AppError {
  if (error.code !== "program-failed") return error;
  const { cause = "", params } = error;
  // Its own end, in time or not, tells nothing about the image.
  const said = saidIn(cause);
  return params.detail === "not-in-time" ? error : explainImageMessage(path, said, cause);
}

/** Returns what a program said, without the words by which it was called, which hold any path. */
function saidIn(cause: string): string {
  return cause.slice(cause.indexOf("\nexit ") + 1);
}
