import { Transform } from "node:stream";
import type { WorkOptions } from "../process/work-options.ts";

/** Creates a stream that passes bytes on, and reports which part of all of them has passed. */
export function countBytes(total: number, onProgress: WorkOptions["onProgress"]): Transform {
  let done = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, next) {
      done += chunk.length;
      onProgress?.(total === 0 ? null : Math.min(1, done / total));
      next(null, chunk);
    },
  });
}
