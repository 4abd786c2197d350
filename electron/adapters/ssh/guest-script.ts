import { StringDecoder } from "node:string_decoder";
import type { AppError } from "../../contract/errors/app-error.ts";
import { openGuestStream } from "./guest-stream.ts";

/** How a script in a guest ended. */
export interface ScriptEnd {
  readonly exitCode: number;
  /** The last line that it wrote, or what ssh said; "" for none. */
  readonly last: string;
  /** Why ssh could not even be started. */
  readonly error: AppError | null;
}

/** A longer line is told in pieces: a guest may write without ever ending one. */
const longestLine = 4096;

/** Runs a command by ssh with a script as its input, and tells each line of its output at once. */
export async function runGuestScript(
  args: readonly string[],
  script: string,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<ScriptEnd> {
  const options = [
    "-o",
    "BatchMode=yes",
    "-o",
    "ConnectTimeout=10",
    "-o",
    "ServerAliveInterval=15",
  ];
  const guest = openGuestStream([...options, ...args], signal);
  const decoder = new StringDecoder("utf8");
  let begun = "";
  let last = "";
  const tell = (line: string) => {
    if (line.trim() !== "") last = line.trim();
    onLine(line);
  };
  guest.output.on("data", (chunk: Buffer) => {
    const lines = (begun + decoder.write(chunk)).split("\n");
    begun = lines.pop() ?? "";
    for (const line of lines) tell(line.replace(/\r$/, "").slice(0, longestLine));
    while (begun.length > longestLine) {
      tell(begun.slice(0, longestLine));
      begun = begun.slice(longestLine);
    }
  });
  guest.input.end(script);
  const { exitCode, said, error } = await guest.ended;
  if (begun !== "") tell(begun);
  return { exitCode, last: last === "" ? said : last, error };
}
