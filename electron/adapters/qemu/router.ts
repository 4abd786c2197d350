import type { ViaNet } from "../../contract/lan/via.ts";
import { portOfProcess, type SwitchPort } from "../../core/lan/switch-ports.ts";
import { routerArguments } from "../../core/machine/router-args.ts";
import { startTied, type TiedServer } from "../process/tied-server.ts";
import { qemuProgram } from "./process.ts";

/**
 * Starts a router by which packets of another computer's LAN leave this one, as this user's own. It ends with
 * this process; `ports` lists those of its switch. Null: it failed.
 */
export function startRouter(
  socketFolder: string,
  net: ViaNet,
  ports: () => Promise<readonly SwitchPort[] | null>,
): Promise<TiedServer | null> {
  const command = [qemuProgram, ...routerArguments(socketFolder, net)];
  return startTied(
    command,
    async (pid) => portOfProcess((await ports()) ?? [], pid) !== undefined || null,
  );
}
