import { CommanderError } from "commander";
import { version } from "../../package.json" with { type: "json" };
import { createMachines } from "../services/create-machines.ts";
import type { MachinesService } from "../services/interfaces.ts";
import { buildProgram } from "./program.ts";

/** The `virtray` command: exit code 0 done, 1 failed with a sentence, 2 wrong usage. */
async function main(): Promise<void> {
  let machines: MachinesService | null = null;
  const program = buildProgram(
    {
      env: process.env,
      version,
      machines: () => {
        machines ??= createMachines(process.env);
        return machines;
      },
    },
    (exitCode) => {
      process.exitCode = exitCode;
    },
  );
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version that were asked for are no error.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

await main();
