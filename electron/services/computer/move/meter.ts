import type { FollowOptions } from "../../base/interfaces.ts";

/** Told how many more bytes of a machine are on the other side. */
export type MoveMeter = (bytes: number) => void;

/** The speed of the first second says little. */
const settledSeconds = 1;

/** Returns a meter that reports how much of all has moved. */
export function createMoveMeter(
  totalBytes: number,
  onProgress: FollowOptions["onProgress"],
): MoveMeter {
  const begun = Date.now();
  let doneBytes = 0;
  return (bytes) => {
    doneBytes += bytes;
    const seconds = (Date.now() - begun) / 1000;
    onProgress?.({
      step: "copy",
      fraction: totalBytes === 0 ? null : Math.min(1, doneBytes / totalBytes),
      ...{ doneBytes, totalBytes },
      ...(seconds < settledSeconds ? {} : { bytesPerSecond: doneBytes / seconds }),
    });
  };
}
