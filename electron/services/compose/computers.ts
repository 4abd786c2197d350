import { type ComputersService, createComputers } from "../computer/computers.ts";
import { settleMoves } from "../computer/move/settle.ts";
import type { Foundation } from "./foundation.ts";
import { machinesParts } from "./machines.ts";

/** Creates the use cases of other computers, wired to the real adapters. */
export function computersOf(foundation: Foundation, version: string): ComputersService {
  const machines = machinesParts(foundation);
  return createComputers({
    ...foundation,
    version,
    settle: (talk, computer) => settleMoves(machines, talk, computer),
    tellLan: async () => void (await machines.tellLan()),
  });
}
