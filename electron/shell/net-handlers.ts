import type { ChannelName } from "../contract/channel-names.ts";
import type { Result } from "../contract/errors.ts";
import type { netChannels } from "../contract/net-channels.ts";
import type { PathReport } from "../contract/path.ts";
import type { Services } from "../services/interfaces.ts";
import type { Handlers } from "./ipc.ts";

/** What main does for each question about the way of packets. */
export function createNetHandlers(
  { machines }: Pick<Services, "machines">,
  checkPath: (id: string) => Promise<Result<PathReport>>,
): Pick<Handlers, keyof typeof netChannels & ChannelName> {
  return {
    "machine.cable": ({ id, isPlugged }) => machines.setCable(id, isPlugged),
    "machine.path": ({ id }) => checkPath(id),
  };
}
