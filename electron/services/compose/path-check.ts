import { readNetwork } from "../../adapters/net/read-interfaces.ts";
import { hostResolvers } from "../../adapters/net/resolvers.ts";
import { netdFolder, talkToNetd } from "../../adapters/root/netd-client.ts";
import { createVdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { PathReport } from "../../contract/path-check/verdict.ts";
import type { Environment } from "../base/environment.ts";
import { checkPath } from "../path-check/run.ts";
import { machinesParts } from "./machines.ts";

/** Makes the path check, wired to the real adapters; it is given a machine's id. */
export function createPathCheck(env: Environment): (id: string) => Promise<Result<PathReport>> {
  const machines = machinesParts(env);
  const { uid, paths } = machines;
  const parts = {
    machines,
    netd: talkToNetd(netdFolder(uid)),
    vdeSwitch: createVdeSwitch(paths.switchFolder, uid),
    readNetwork,
    resolvers: hostResolvers,
  };
  return (id) => checkPath(parts, id);
}
