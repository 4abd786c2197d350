import { type Environment, machinesParts } from "./create-machines.ts";
import type { SnapshotsService } from "./interfaces.ts";
import { createSnapshotsService } from "./machine-snapshots.ts";

/** The use cases of snapshots, wired to the real adapters. */
export function createSnapshots(env: Environment): SnapshotsService {
  return createSnapshotsService(machinesParts(env));
}
