import { answerEndSignals, exitCodeBy, signalPutOff } from "../../adapters/process/end-signals.ts";
import type { WorkProgress } from "../../contract/template/template.ts";
import type { FollowOptions } from "../../services/base/interfaces.ts";
import { showProgress, span, type Voice } from "./output.ts";

/** The interval between two drawings of the line, in milliseconds. */
const drawMs = 200;

function progressLine({ cli, words }: Voice, progress: WorkProgress): string {
  const { fraction, doneBytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
  const { size } = words.ui.unit;
  return [
    cli.template.steps[progress.step],
    ...(fraction === null ? [] : [words.ui.jobs.percent(fraction)]),
    ...(doneBytes === undefined
      ? []
      : [
          totalBytes === undefined
            ? size(doneBytes)
            : words.ui.jobs.ofBytes(size(doneBytes), size(totalBytes)),
        ]),
    ...(bytesPerSecond === undefined ? [] : [`${size(bytesPerSecond)}/s`]),
    ...(secondsLeft === undefined ? [] : [cli.template.left(span(secondsLeft))]),
  ].join("  ");
}

/** The first signal that was to end long work. */
let received: NodeJS.Signals | null = null;

/** Returns the signal after which nothing else is begun; null if none came. */
export function signalTaken(): NodeJS.Signals | null {
  return received ?? signalPutOff();
}

/** Returns the exit code of a command that gave up by a signal, as shells have it, and else its own. */
export function exitCodeOf(own: number): number {
  const signal = signalTaken();
  return signal === null || own === 0 ? own : exitCodeBy(signal);
}

/**
 * Does long work: shows on a terminal how far it is, in one line that vanishes at the end, and
 * lets a signal end it in order; quiet work shows nothing. A signal that comes later keeps nobody from being told of it.
 */
export async function follow<T>(
  voice: Voice,
  work: (options: FollowOptions) => Promise<T>,
  isQuiet = false,
): Promise<T> {
  const abort = new AbortController();
  answerEndSignals((signal) => {
    received ??= signal;
    abort.abort();
  });
  let drawn = 0;
  const onProgress = (progress: WorkProgress) => {
    if (isQuiet || !process.stderr.isTTY || Date.now() - drawn < drawMs) return;
    drawn = Date.now();
    showProgress(progressLine(voice, progress));
  };
  try {
    return await work({ signal: abort.signal, onProgress });
  } finally {
    if (drawn > 0) showProgress(null);
    answerEndSignals(() => {
      if (process.exitCode !== undefined) process.exit();
    });
  }
}
