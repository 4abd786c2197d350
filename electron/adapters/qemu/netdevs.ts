import { ok, type Result } from "../../contract/errors/app-error.ts";
import { runProgram } from "../process/run-program.ts";
import { qemuProgram } from "./process.ts";

/** Returns the kinds of network ends that QEMU was built with. */
export async function readNetdevs(): Promise<Result<readonly string[]>> {
  const said = await runProgram(qemuProgram, ["-netdev", "help"]);
  return said.ok ? ok(said.value.stdout.split("\n").map((line) => line.trim())) : said;
}

/** Returns whether QEMU is there and was built with all of these. */
export async function hasNetdevs(...kinds: readonly string[]): Promise<boolean> {
  const known = await readNetdevs();
  return known.ok && kinds.every((kind) => known.value.includes(kind));
}
