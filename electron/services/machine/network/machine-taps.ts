import type { NetdTalk } from "../../../adapters/root/netd-client.ts";
import { tapOfCard } from "../../../core/lan/plan/bridge.ts";
import type { MachinesParts } from "../../registry/parts.ts";

/** Creates what has netd make and remove the taps of machines; it asks for no password. */
export function machineTaps(
  netd: Pick<NetdTalk, "stateFile" | "tell">,
): Pick<MachinesParts, "makeTap" | "removeTap"> {
  return {
    async makeTap({ mac, others }) {
      const stateFile = await netd.stateFile();
      if (stateFile?.wish?.lan.cables !== "fast") return null;
      // Refused where the LAN is not a bridge, and where netd does not know the machine.
      const made = await netd.tell({ verb: "plug", mac, others });
      return made.ok && made.value !== null ? tapOfCard(mac) : null;
    },
    async removeTap(mac) {
      const stateFile = await netd.stateFile();
      if (stateFile?.plugs.some((plug) => plug.mac === mac)) {
        await netd.tell({ verb: "unplug", mac });
      }
      return stateFile?.wish?.lan.cables === "fast";
    },
  };
}
