import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { netChannels } from "../../contract/channels/lan.ts";
import type { ChannelName } from "../../contract/channels/names.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { Renumbering } from "../../contract/lan/renumber.ts";
import type { PathReport } from "../../contract/path-check/verdict.ts";
import { readTypedAirlock } from "../../core/lan/airlock-text.ts";
import type { AppStateService } from "../../services/app/app-state.ts";
import type { Services } from "../../services/base/services.ts";
import { readNetPicture } from "../../services/lan/net-picture.ts";
import { removeTraces, type TraceTools } from "../../services/root/remove-traces.ts";
import type { Handlers } from "./ipc.ts";

/** The parts of the handlers below. */
export interface NetHandlerParts {
  readonly appState: Pick<AppStateService, "forgetPlace" | "lanDown" | "lookAgain">;
  readonly services: Pick<Services, "machines" | "network">;
  readonly lanSwitch: Pick<VdeSwitch, "ports" | "heardCards">;
  readonly checkPath: (id: string) => Promise<Result<PathReport>>;
  readonly traces: TraceTools;
  readonly renumber: (subnet: string, isDry: boolean) => Promise<Result<Renumbering>>;
}

/** Creates the handlers of the questions about the path check and the LAN's wiring. */
export function createNetHandlers({
  appState,
  services,
  lanSwitch,
  checkPath,
  traces,
  renumber,
}: NetHandlerParts): Pick<Handlers, keyof typeof netChannels & ChannelName> {
  return {
    "place.forget": ({ id }) => appState.forgetPlace(id),
    "lan.renumber": async ({ subnet, isDry }) => {
      const told = await renumber(subnet, isDry);
      await appState.lookAgain();
      return told;
    },
    "machine.cable": ({ id, isPlugged }) => services.machines.setCable(id, isPlugged),
    "machine.weather": ({ id, weather }) =>
      services.machines.setWeather(id, weather, { forMs: null, keep: false }),
    "machine.airlock": async ({ id, airlock: typed }) => {
      const airlock = typed === null ? null : readTypedAirlock(typed);
      return airlock !== null && "wrong" in airlock
        ? fail("airlock-entry-invalid", { text: airlock.wrong })
        : services.machines.setAirlock(id, airlock);
    },
    "machine.allow": ({ id, entry }) => services.machines.allow(id, entry),
    "machine.airlock-log": ({ id }) => services.machines.airlockLog(id),
    "machine.heal": ({ id }) => services.machines.heal([id]),
    "forward.add": ({ id, forward }) => services.machines.addForward(id, forward),
    "forward.remove": ({ id, port }) => services.machines.removeForward(id, port),
    "machine.path": ({ id }) => checkPath(id),
    "net.remove-traces": () => removeTraces(traces, () => appState.lanDown()),
    "net.inventory": () => traces.readInventory(),
    "net.picture": async () => {
      const at = performance.now();
      return ok({ at, picture: await readNetPicture(services, lanSwitch) });
    },
  };
}
