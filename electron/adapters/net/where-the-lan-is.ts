import type { Result } from "../../contract/errors/app-error.ts";
import { type ProgramOutput, runProgram } from "../process/run-program.ts";
import { whereTheLanIs } from "../root/own-network.ts";

/** Runs a program in the network where the LAN is: this computer's, or one of the user's own. */
export function runWhereTheLanIs(
  program: string,
  args: readonly string[],
): Promise<Result<ProgramOutput>> {
  const [first = program, ...rest] = [...whereTheLanIs(), program];
  return runProgram(first, [...rest, ...args]);
}
