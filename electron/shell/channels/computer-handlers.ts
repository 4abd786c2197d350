import type { computerChannels } from "../../contract/channels/computers.ts";
import type { ChannelName } from "../../contract/channels/names.ts";
import { ok } from "../../contract/errors/app-error.ts";
import type { ComputersService } from "../../services/computer/computers.ts";
import { lookOf } from "../../services/computer/list.ts";
import type { Handlers } from "./ipc.ts";
import type { WindowConsent } from "./window-consent.ts";

/** Creates the handlers of the questions about other computers. */
export function createComputerHandlers(
  computers: Omit<ComputersService, "run">,
  consent: Pick<WindowConsent, "computer" | "note">,
  renewFar: () => Promise<void>,
): Pick<Handlers, keyof typeof computerChannels & ChannelName> {
  return {
    "computer.list": async () =>
      ok({
        computers: (await computers.list()).map(lookOf),
        clashes: await computers.clashes(),
      }),
    "computer.add": async ({ name, host }) => {
      const agreed = await consent.computer(host);
      const added = agreed.ok ? await computers.add(name, host) : agreed;
      if (added.ok) await renewFar();
      return added;
    },
    "computer.remove": async ({ name }) => {
      const host = (await computers.list()).find((each) => each.name === name)?.host;
      const removed = await computers.remove(name);
      // The user had added it, and may want it back.
      if (removed.ok && host !== undefined) consent.note(host);
      await renewFar();
      return removed;
    },
    "computer.check": ({ name }) => computers.check(name),
    "computer.join": async ({ name, isJoined }) => {
      const set = await computers.setJoined(name, isJoined);
      await renewFar();
      return set;
    },
  };
}
