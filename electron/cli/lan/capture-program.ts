import type { Command } from "commander";
import { fromHere } from "../../adapters/process/this-user.ts";
import { appError } from "../../contract/errors/app-error.ts";
import { parseSize } from "../../core/base/parse-size.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { finish, note, say, sayJson } from "../base/output.ts";
import { follow } from "../base/progress.ts";
import { duration } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { UsageFault } from "../base/usage-fault.ts";
import { findByName } from "../machine/commands.ts";

/** The tools of the command that captures frames. */
interface CaptureTools {
  readonly machines: () => MachinesService;
}

/** The most bytes of a capture unless told otherwise. */
const usualMost = 1024 ** 3;

function size(text: string): number {
  const read = parseSize(text);
  if (read !== null) return read;
  throw new UsageFault(appError("size-invalid", { size: text }));
}

interface CaptureWish {
  readonly to?: string;
  readonly for?: number;
  readonly limit: number;
}

/** Adds the command that captures what passes over a machine's cable. */
export function addCaptureProgram(
  program: Command,
  command: Subcommand,
  tools: CaptureTools,
): void {
  command<CaptureWish>(
    program,
    "capture <name>",
    "write what passes over the cable of a running machine to a file for Wireshark, until Ctrl-C",
    async (voice, [name], wish) => {
      const machines = tools.machines();
      const found = await findByName(machines, String(name));
      if (!found.ok) return finish(voice, found, () => {});
      const file = fromHere(wish.to ?? `${found.value.name}.pcap`);
      if (!voice.json) note(voice.cli.capturing(found.value.name, file));
      const done = await follow(voice, ({ signal }) =>
        machines.capture(found.value.id, file, {
          signal,
          forMs: wish.for ?? null,
          mostBytes: wish.limit,
        }),
      );
      return finish(voice, done, (bytes) => {
        if (voice.json) sayJson({ file, bytes });
        else say(voice.cli.captured(file, voice.words.ui.unit.size(bytes)));
      });
    },
  )
    .option("--to <file>", "a new file (default: NAME.pcap)")
    .option("--for <time>", "only for so long, such as 10m", duration)
    .option("--limit <size>", "end the capture at this size", size, usualMost);
}
