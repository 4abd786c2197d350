import { randomBytes } from "node:crypto";
import { createByteReader, createMoveChannel } from "../../../adapters/computer/move-channel.ts";
import { serveProtocol } from "../../../contract/computer/serve.ts";
import type { AppError, Result } from "../../../contract/errors/app-error.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { unfitCodes } from "./live-fit.ts";
import { receiveMachine } from "./receive.ts";
import { sendMachine } from "./send.ts";

export interface ServeMoveParts {
  readonly version: string;
  readonly machines: MachinesParts;
  /** Puts an error into a sentence, in the language of the other side. */
  readonly describe: (error: AppError) => Promise<string>;
}

/**
 * Takes a machine from another computer of the same user's, or gives one to it, by its ID; our standard
 * streams are tied to that computer by ssh.
 */
export async function serveMove(parts: ServeMoveParts, send: string | null): Promise<void> {
  const { stdin, stdout } = process;
  stdout.write(`${JSON.stringify({ virtray: parts.version, protocol: serveProtocol })}\n`);
  const channel = createMoveChannel(createByteReader(stdin), stdin, stdout);
  const done: Result<unknown> =
    send === null
      ? await receiveMachine(parts.machines, channel, { computer: null })
      : await sendMachine(parts.machines, channel, send, {
          ...{ token: randomBytes(16).toString("hex"), computer: null },
        });
  if (!done.ok) {
    const said = await parts.describe(done.error);
    const isUnfit = unfitCodes.has(done.error.code);
    await channel.send(isUnfit ? { unfit: said } : { failed: said });
  }
  channel.close();
}
