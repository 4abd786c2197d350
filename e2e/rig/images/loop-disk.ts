import { closeSync, constants, openSync, rmSync } from "node:fs";
import { sh } from "../lan/test-net.ts";

/** A disk for tests to use freely: a loop device, which disappears when this process has ended. */
export interface LoopDisk {
  readonly node: string;
  /** Returns its access list, mode and owner. */
  access(): Promise<string>;
  close(): void;
}

/** Makes a loop device of 24 MiB on a file, or on an existing image. */
export async function makeLoopDisk(image: string, isNew = true): Promise<LoopDisk> {
  if (isNew) await sh("truncate", "-s", "24M", image);
  const node = await sh("losetup", "--find", "--show", image);
  // This descriptor keeps the device: the kernel removes it once all are closed, also after a kill.
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
