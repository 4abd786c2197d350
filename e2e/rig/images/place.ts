import { join } from "node:path";
import { type Instance, type InstanceOptions, makeInstance } from "../command.ts";
import { buildGuestDisk } from "../guest/disk.mjs";
import { makeUplink, networkState, type TestUplink } from "../lan/test-net.ts";

/** The addresses of the two guests whose disks are ready. */
export const guests = { web: "192.168.100.1", db: "192.168.100.2" } as const;

/** A computer with two uplinks, an instance of Virtray, and disks of two guests in its folder. */
export interface Place {
  /** `eth0`, the interface of the host's own default route. */
  readonly cable: TestUplink;
  readonly wifi: TestUplink;
  readonly instance: Instance;
  /** The network's state before anything was switched on. */
  readonly before: string;
  close(): Promise<void>;
}

/** Makes it, inside the sandbox. */
export async function makePlace(options: InstanceOptions = {}): Promise<Place> {
  const cable = await makeUplink("eth0", 1);
  const wifi = await makeUplink("wlan0", 2);
  await cable.addDefaultRoute(100);
  await wifi.addDefaultRoute(600);
  const instance = makeInstance(options);
  for (const [name, address] of Object.entries(guests)) {
    await buildGuestDisk({ path: join(instance.folder, `${name}.qcow2`), name, address });
  }
  return {
    cable,
    wifi,
    instance,
    before: await networkState(),
    async close() {
      await instance.close();
      await wifi.close();
      await cable.close();
    },
  };
}
