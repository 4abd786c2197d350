import type { Language } from "../../contract/base/languages.ts";
import type { FarMachineView } from "../../contract/computer/far-machine.ts";
import { createFarLinks } from "../computer/far-links.ts";
import { createFarMachines, type FarMachines } from "../computer/far-machines.ts";
import { settleMoves } from "../computer/move/settle.ts";
import type { Foundation } from "./foundation.ts";
import { machinesParts } from "./machines.ts";

/** The machines of other computers in the app. */
export interface Far {
  readonly machines: FarMachines;
  /** Reads which computers there are, and tries those again at once that are not connected. */
  renew(): Promise<void>;
}

/** Connects to the other computers as long as the app runs, and has the state show their machines. */
export function followFar(
  foundation: Foundation,
  version: string,
  heard: (machines: readonly FarMachineView[]) => void,
  language: () => Language,
): Far {
  const { paths, settings } = foundation;
  const links = createFarLinks({
    ...{ version, paths, heard },
    tellLan: async () => void (await machinesParts(foundation).tellLan()),
    settle: (talk, computer) => settleMoves(machinesParts(foundation), talk, computer),
  });
  const renew = async () => {
    links.keep((await settings.read()).computers);
    links.hurry();
  };
  void renew();
  return { machines: createFarMachines(links, language, { ...foundation, version }), renew };
}
