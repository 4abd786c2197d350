import type { ChannelName } from "../../contract/channels/names.ts";
import type { shareChannels } from "../../contract/channels/shares.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { Handlers } from "./ipc.ts";
import type { WindowConsent } from "./window-consent.ts";

/** Creates the handlers of the questions about shared folders. */
export function createShareHandlers(
  machines: Pick<MachinesService, "addShare" | "removeShare" | "repairShares" | "list">,
  pick: (what: "openDirectory") => Promise<Result<string | null>>,
  consent: Pick<WindowConsent, "note" | "path">,
): Pick<Handlers, keyof typeof shareChannels & ChannelName> {
  return {
    "share.add": async ({ id, share }) => {
      const agreed = await consent.path(share.folder, "share");
      return agreed.ok ? machines.addShare(id, share) : agreed;
    },
    "share.remove": async ({ id, guestFolder }) => {
      const { machines: all } = await machines.list();
      const share = all
        .find((each) => each.id === id)
        ?.shares?.find((each) => each.guestFolder === guestFolder);
      const removed = await machines.removeShare(id, guestFolder);
      // The machine had it already, and may get it back.
      if (removed.ok && share !== undefined) consent.note(share.folder);
      return removed;
    },
    "share.repair": ({ id }) => machines.repairShares(id),
    "share.pick": () => pick("openDirectory"),
  };
}
