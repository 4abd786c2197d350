import { readNetwork } from "../../adapters/net/read-interfaces.ts";
import { hostResolvers } from "../../adapters/net/resolvers.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { PathReport } from "../../contract/path-check/verdict.ts";
import { checkPath } from "../path-check/run.ts";
import type { Foundation } from "./foundation.ts";
import { machinesParts } from "./machines.ts";

/** Returns the path check of a machine by its id, wired to the real adapters. */
export function createPathCheck(
  foundation: Foundation,
): (id: string) => Promise<Result<PathReport>> {
  const { netd, vdeSwitch } = foundation;
  const machines = machinesParts(foundation);
  const parts = { machines, netd, vdeSwitch, readNetwork, resolvers: hostResolvers };
  return (id) => checkPath(parts, id);
}
