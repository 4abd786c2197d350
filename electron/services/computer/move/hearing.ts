import { join } from "node:path";
import * as v from "valibot";
import type { StreamChannel } from "../../../adapters/computer/move-streams.ts";
import { lockHolder } from "../../../adapters/files/file-lock.ts";
import type { Paths } from "../../../adapters/files/paths.ts";
import {
  type MoveOffer,
  type SenderMessage,
  senderMessageSchema,
} from "../../../contract/computer/move.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import type { TemplateFile } from "../../../contract/template/template.ts";
import { strange } from "../../../core/computer/judge-far.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import type { MachinesParts } from "../../registry/parts.ts";

/** How a machine is received. */
export interface ReceiveOptions extends FollowOptions {
  /** The computer that it comes from; null: one that has come and brings it. */
  readonly computer: string | null;
  /** That computer has joined the LAN of this one; left out: only that one knows. */
  readonly isJoined?: boolean;
}

/** A message or a piece of data from the side that sends. */
export type Heard = Result<SenderMessage | { readonly offset: number; readonly bytes: Uint8Array }>;

/** How the other side is heard. */
export interface Hearing {
  readonly hear: () => Promise<Heard>;
  readonly options: ReceiveOptions;
}

/** A machine whose files are here. */
export interface TakenPlace {
  readonly offer: MoveOffer;
  readonly folder: string;
  readonly machine: MachineFile;
  readonly base: TemplateFile | null;
}

/** Returns the folder of the parts of a machine. */
export function incomingFolder({ incoming }: Pick<Paths, "incoming">, id: string): string {
  return join(incoming, id);
}

/** Returns the lock of the process that takes a machine. */
export const lockOf = ({ runtime }: Pick<Paths, "runtime">, id: string) =>
  join(runtime, `incoming-${id}.lock`);

/** Returns whether a machine is coming here now. */
export async function isComing({ paths }: MachinesParts, id: string): Promise<boolean> {
  return (await lockHolder(lockOf(paths, id))) !== null;
}

/** Returns the error of a side that sends what is not its turn. */
export const strangeFrom = ({ computer }: ReceiveOptions): Result<never> => ({
  ok: false,
  error: strange(computer ?? "", ""),
});

/** Returns what hears the side that sends, by its name. */
export function listenToSender(channel: StreamChannel, name: string): () => Promise<Heard> {
  return async () => {
    const frame = await channel.next();
    if (frame === null) return fail("computer-lost", { name });
    if (frame.kind === "bytes") return ok(frame);
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), senderMessageSchema), frame.text);
    if (!parsed.success) return { ok: false, error: strange(name, frame.text) };
    const message = parsed.output;
    if ("failed" in message) return fail("computer-refused", { name, said: message.failed });
    if ("unfit" in message) {
      return fail("move-live-unfit", { name: "", computer: name, said: message.unfit });
    }
    return "cancelled" in message ? fail("cancelled", {}) : ok(message);
  };
}
