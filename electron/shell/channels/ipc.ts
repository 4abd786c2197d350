import type { IpcMain, IpcMainInvokeEvent, WebContents } from "electron";
import * as v from "valibot";
import { type ChannelName, callWire, channelNames } from "../../contract/channels/names.ts";
import { type Answer, channels, type Parsed } from "../../contract/channels/table.ts";
import { fail, type Result } from "../../contract/errors/app-error.ts";
import { refuseInput } from "../../core/base/explain-issue.ts";

/** The page that asks: it can receive a port. */
type Asker = Pick<WebContents, "postMessage">;

/** The handlers of all questions. */
export type Handlers = {
  readonly [C in ChannelName]: (
    request: Parsed<C>,
    asker: Asker,
  ) => Result<Answer<C>> | Promise<Result<Answer<C>>>;
};

/**
 * Registers every channel of the table. A question from a foreign page, or one that does not parse,
 * is answered with `input-invalid` and reaches no handler; a handler that throws is answered with
 * `internal`.
 */
export function registerChannels(
  ipc: Pick<IpcMain, "handle">,
  handlers: Handlers,
  isTrusted: (event: IpcMainInvokeEvent) => boolean,
): void {
  for (const channel of channelNames) {
    ipc.handle(callWire(channel), (event, payload: unknown) =>
      isTrusted(event)
        ? answer(channel, payload, handlers, event.sender)
        : fail("input-invalid", { field: channel, wrong: "stranger", text: "", limit: "" }),
    );
  }
}

async function answer<C extends ChannelName>(
  channel: C,
  payload: unknown,
  handlers: Handlers,
  asker: Asker,
): Promise<Result<Answer<C>>> {
  try {
    const parsed = v.safeParse(channels[channel].request, payload);
    if (!parsed.success) return refuseInput(parsed);
    // The schema and the handler come from the same row, which the compiler cannot know.
    return await handlers[channel](parsed.output as Parsed<C>, asker);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const cause = error instanceof Error ? error.stack : undefined;
    return fail("internal", { detail }, cause);
  }
}
