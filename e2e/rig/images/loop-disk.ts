import { closeSync, constants, openSync, rmSync } from "node:fs";
import { sh } from "../lan/test-net.ts";

/** A disk for tests to play with: a loop device, which is gone when this process has ended. */
export interface LoopDisk {
  readonly node: string;
  /** Returns its access list, mode and owner. */
  access(): Promise<string>;
  close(): void;
}

/** Makes a loop device of 24 MiB on a file, or on an image that exists. */
export async function makeLoopDisk(image: string, isNew = true): Promise<LoopDisk> {
  if (isNew) await sh("truncate", "-s", "24M", image);
  const node = await sh("losetup", "--find", "--show", image);
  // Keeps it alive: it is gone as soon as this and all others are closed, also by a kill.
  const held = openSync(node, constants.O_RDONLY);
  await sh("losetup", "--detach", node);
  return {
    node,
    access: async () =>
      `${await sh("getfacl", "-cpn", node)}\n${await sh("stat", "-c", "%A %u %g", node)}`,
    close() {
      closeSync(held);
      rmSync(image);
    },
  };
}
