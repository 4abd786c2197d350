import type { CopyEntry } from "../../../core/machine/copy/entry.ts";
import type { FollowOptions } from "../../base/interfaces.ts";

/** Passes entries on, and counts the bytes of their content. */
export type Meter = (entries: AsyncIterable<CopyEntry>) => AsyncGenerator<CopyEntry>;

/**
 * Returns a meter that reports how much of all is copied. `total`: the bytes of all; null if unknown,
 * then a single file that tells its own size counts as all.
 */
export function countContent(total: number | null, { onProgress }: FollowOptions): Meter {
  const begun = Date.now();
  let done = 0;
  const report = (of: number | null) => {
    const seconds = (Date.now() - begun) / 1000;
    onProgress?.({
      step: "copy",
      fraction: of === null || of === 0 ? null : Math.min(1, done / of),
      ...(seconds < 1 ? {} : { bytesPerSecond: done / seconds }),
    });
  };
  async function* count(content: AsyncIterable<Uint8Array>, of: number | null) {
    for await (const chunk of content) {
      done += chunk.length;
      report(of);
      yield chunk;
    }
  }
  return async function* meter(entries) {
    for await (const entry of entries) {
      const of = total ?? (entry.path === "" && entry.kind === "file" ? done + entry.size : null);
      yield { ...entry, content: count(entry.content, of) };
    }
  };
}
