import type { WorkProgress } from "../../contract/template/template.ts";
import { formatSize } from "../../contract/words/formats.ts";
import type { FollowOptions } from "../../services/base/interfaces.ts";
import { showProgress, span, type Voice } from "./output.ts";

/** How often the line is written anew, in milliseconds. */
const drawMs = 200;

function progressLine({ cli }: Voice, progress: WorkProgress): string {
  const { fraction, bytesPerSecond, secondsLeft } = progress;
  return [
    cli.template.steps[progress.step],
    ...(fraction === null ? [] : [`${Math.floor(fraction * 100)} %`]),
    ...(bytesPerSecond === undefined ? [] : [`${formatSize("en", bytesPerSecond)}/s`]),
    ...(secondsLeft === undefined ? [] : [cli.template.left(span(secondsLeft))]),
  ].join("  ");
}

/**
 * Does long work: shows on a terminal how far it is, in one line that vanishes at the end, and
 * lets Ctrl-C and SIGTERM end it in order.
 */
export async function follow<T>(
  voice: Voice,
  work: (options: FollowOptions) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const cancel = () => abort.abort();
  // Not "once": execa ends the program by the signal once no listener is left.
  process.on("SIGINT", cancel).on("SIGTERM", cancel);
  let drawn = 0;
  const onProgress = (progress: WorkProgress) => {
    if (!process.stderr.isTTY || Date.now() - drawn < drawMs) return;
    drawn = Date.now();
    showProgress(progressLine(voice, progress));
  };
  try {
    return await work({ signal: abort.signal, onProgress });
  } finally {
    if (drawn > 0) showProgress(null);
    process.off("SIGINT", cancel).off("SIGTERM", cancel);
  }
}
