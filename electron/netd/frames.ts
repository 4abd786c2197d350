import { StringDecoder } from "node:string_decoder";
import { maximumFrameBytes } from "../contract/lan/netd.ts";

/** Cuts a stream into lines of at most `maximumFrameBytes`; null: a line was too long. */
export interface LineCutter {
  push(chunk: Buffer): readonly string[] | null;
  /** Whether a line was begun and not ended. */
  readonly halfway: boolean;
}

/** Makes a cutter for one connection. After it gave null it must not be used again. */
export function createLineCutter(): LineCutter {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let bytes = 0;
  return {
    push(chunk) {
      const lines: string[] = [];
      let from = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
        if (bytes + end - from > maximumFrameBytes) return null;
        lines.push(rest + decoder.write(chunk.subarray(from, end)));
        rest = "";
        bytes = 0;
        from = end + 1;
      }
      bytes += chunk.length - from;
      if (bytes > maximumFrameBytes) return null;
      rest += decoder.write(chunk.subarray(from));
      return lines;
    },
    get halfway() {
      return bytes > 0;
    },
  };
}
