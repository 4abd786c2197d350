import { aliveMs, mostLineBytes } from "../../contract/computer/serve.ts";
import { createLineCutter } from "../../system/line-cutter.ts";

/** The other side is gone when so many of its signs of life are missing. */
const missedSigns = 6;

/**
 * Takes lines from standard input until it ends, a line is too long, `take` returns false, or the other
 * side has been silent for too long: it may have vanished with its network, which nobody tells.
 */
export function followLines(take: (line: string) => boolean): Promise<void> {
  const cutter = createLineCutter(mostLineBytes);
  const { stdin } = process;
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(silence);
      stdin.destroy();
      resolve();
    };
    let silence = setTimeout(end, aliveMs * missedSigns);
    stdin.on("data", (chunk: Buffer) => {
      clearTimeout(silence);
      silence = setTimeout(end, aliveMs * missedSigns);
      const lines = cutter.push(chunk);
      if (!lines.every(take) || cutter.isOverlong) end();
    });
    stdin.once("end", end).once("error", end);
  });
}
