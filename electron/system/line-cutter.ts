import { StringDecoder } from "node:string_decoder";

/** Cuts a stream of bytes into lines of a bounded length. */
export interface LineCutter {
  /** Takes the next bytes; returns the lines that they complete, up to one that is too long. */
  push(chunk: Buffer): readonly string[];
  /** Whether a line was too long, after which the cutter must not be used again. */
  readonly isOverlong: boolean;
  /** Whether a line was begun and not ended. */
  readonly isHalfway: boolean;
}

/** Creates a cutter for one connection, which must not fill the memory with a line without an end. */
export function createLineCutter(mostBytes: number): LineCutter {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let bytes = 0;
  return {
    push(chunk) {
      const lines: string[] = [];
      let from = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
        bytes += end - from;
        if (bytes > mostBytes) return lines;
        lines.push(rest + decoder.write(chunk.subarray(from, end)));
        rest = "";
        bytes = 0;
        from = end + 1;
      }
      bytes += chunk.length - from;
      if (bytes <= mostBytes) rest += decoder.write(chunk.subarray(from));
      return lines;
    },
    get isOverlong() {
      return bytes > mostBytes;
    },
    get isHalfway() {
      return bytes > 0;
    },
  };
}
