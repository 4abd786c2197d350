import { listDevices } from "../../adapters/image/block-device.ts";
import type { DeviceView } from "../../contract/machine/device.ts";
import type { ChangesService, SnapshotsService, TrashService } from "../base/storage-interfaces.ts";
import { createChangesService } from "../machine/change/edit.ts";
import { createSnapshotsService } from "../machine/change/snapshots.ts";
import { createTrashService } from "../registry/trash.ts";
import type { Foundation } from "./foundation.ts";
import { machinesParts } from "./machines.ts";

/** The use cases of machines' disks and definitions, apart from running them. */
export interface Storage {
  readonly snapshots: SnapshotsService;
  readonly trash: TrashService;
  readonly changes: ChangesService;
  /**
   * Returns the disks and partitions of this computer, including those that no machine may have.
   */
  readonly devices: () => Promise<readonly DeviceView[]>;
}

/** Creates these use cases, wired to the real adapters. */
export function createStorage(foundation: Foundation): Storage {
  const parts = machinesParts(foundation);
  return {
    snapshots: createSnapshotsService(parts),
    trash: createTrashService(parts),
    changes: createChangesService(parts),
    devices: listDevices,
  };
}
