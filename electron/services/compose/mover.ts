import type { Language } from "../../contract/base/languages.ts";
import { createMover, type Mover } from "../computer/move/mover.ts";
import { computersOf } from "./computers.ts";
import type { Foundation } from "./foundation.ts";
import { createMachines, machinesParts } from "./machines.ts";

/** Creates the moving of machines, wired to the real adapters. */
export function moverOf(foundation: Foundation, version: string, language: () => Language): Mover {
  const computers = computersOf(foundation, version);
  return createMover({
    ...{ version, language, settings: foundation.settings },
    machines: machinesParts(foundation),
    power: createMachines(foundation),
    ...{ refresh: computers.refresh, run: computers.run },
  });
}
