import type { Paths } from "../../adapters/files/paths.ts";
import type { Examination } from "../../contract/doctor/doctor.ts";
import { fail, type Result } from "../../contract/errors/app-error.ts";
import type { Services } from "../base/services.ts";
import { examine } from "./doctor.ts";
import { carryOut, findRepairs } from "./repairs.ts";
import { writeSupportBundle } from "./support-bundle.ts";

/** The doctor, as windows use it. */
export interface Health {
  /** Examines everything and finds the repairs. It changes nothing, and asks for no password. */
  examine(): Promise<Examination>;
  /** Has root carry out a repair, by its id; a repair that is not offered any more is an error. */
  repair(id: string): Promise<Result<void>>;
  /** Writes the support bundle to a file. */
  bundle(path: string): Promise<Result<void>>;
}

/** Creates the doctor of one user. Simultaneous examinations share one run. */
export function createHealth(
  paths: Paths,
  uid: number,
  services: Services,
  version: string,
): Health {
  let underWay: Promise<Examination> | null = null;

  async function look(): Promise<Examination> {
    const findings = await examine(paths, uid, services);
    return { at: Date.now(), findings, repairs: await findRepairs(findings) };
  }

  function examineOnce(): Promise<Examination> {
    underWay ??= look().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  return {
    examine: examineOnce,
    async repair(id) {
      const { repairs } = await examineOnce();
      const repair = repairs.find((each) => each.id === id);
      const known = repairs.map((each) => each.id).join(", ");
      return repair === undefined ? fail("repair-unknown", { id, known }) : carryOut(paths, repair);
    },
    async bundle(path) {
      const { findings } = await examineOnce();
      return writeSupportBundle(services, paths, version, findings, path);
    },
  };
}
