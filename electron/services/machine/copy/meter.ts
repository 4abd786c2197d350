import type { CopyEntry } from "../../../core/machine/copy/entry.ts";
import { blockBytes } from "../../../core/machine/copy/part.ts";
import type { FollowOptions } from "../../base/interfaces.ts";

/** Passes entries on, and counts the bytes of their content. */
export type Meter = (entries: AsyncIterable<CopyEntry>) => AsyncGenerator<CopyEntry>;

/** The speed of the first second says little. */
const settledSeconds = 1;

/**
 * Returns a meter that reports how much of all is copied. `total`: the bytes of all; null if unknown,
 * then a single file that tells its own size counts as all.
 */
export function countContent(total: number | null, { onProgress }: FollowOptions): Meter {
  const begun = Date.now();
  let [moved, found] = [0, 0];
  const report = (of: number | null) => {
    const seconds = (Date.now() - begun) / 1000;
    const done = moved + found;
    const rate = seconds < settledSeconds || moved === 0 ? null : moved / seconds;
    onProgress?.({
      step: "copy",
      fraction: of === null || of === 0 ? null : Math.min(1, done / of),
      doneBytes: done,
      ...(of === null ? {} : { totalBytes: of }),
      ...(rate === null ? {} : { bytesPerSecond: rate }),
      ...(rate === null || of === null
        ? {}
        : { secondsLeft: Math.ceil(Math.max(0, of - done) / rate) }),
    });
  };
  async function* count(content: AsyncIterable<Uint8Array>, of: number | null) {
    for await (const chunk of content) {
      moved += chunk.length;
      report(of);
      yield chunk;
    }
  }
  return async function* meter(entries) {
    for await (const entry of entries) {
      const of =
        total ?? (entry.path === "" && entry.kind === "file" ? moved + found + entry.size : null);
      const { after } = entry;
      const counted: NonNullable<CopyEntry["after"]> = async (part) => {
        onProgress?.({ step: "verify", fraction: null });
        const rest = await after?.(part);
        if (rest === undefined || typeof rest === "string") return rest ?? "unproven";
        found += part.blocks * blockBytes;
        return count(rest, of);
      };
      yield {
        ...{ ...entry, content: count(entry.content, of) },
        after: after === undefined ? undefined : counted,
      };
    }
  };
}
