import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { NetdClient } from "../../../electron/adapters/root/netd-client.ts";
import { createVdeSwitch } from "../../../electron/adapters/switch/vde-switch.ts";
import type { NetdCommand } from "../../../electron/contract/lan/netd.ts";
import { tapOfCard } from "../../../electron/core/lan/plan/bridge.ts";
import { makeGuest, type TestGuest } from "./test-net.ts";

/** A machine's stand-in whose cable is a tap of its own. */
export interface TapGuest extends TestGuest {
  readonly mac: string;
  readonly tap: string;
  /** The sockets of the switch in QEMU's place: what is plugged in there sends by the machine's port. */
  readonly socketFolder: string;
  /** Lets go of the tap, as a QEMU that ends. */
  letGo(): Promise<void>;
}

/** The facts that tell a machine from others in the LAN. */
interface TapGuestFacts {
  readonly name: string;
  readonly address: string;
  readonly mac: string;
  readonly others?: boolean;
}

/** Has netd make a machine's tap, and opens it by a switch of its own with a namespace behind it. */
export async function makeTapGuest(
  netd: NetdClient,
  { name, address, mac, others = false }: TapGuestFacts,
): Promise<TapGuest> {
  for (const command of [
    { verb: "reserve", machines: [{ mac, address, name }] },
    { verb: "plug", mac, others },
  ] satisfies readonly NetdCommand[]) {
    const told = await netd.apply(command);
    if (!told.ok) throw new Error(JSON.stringify(told));
  }
  const tap = tapOfCard(mac);
  const inside = createVdeSwitch(join(mkdtempSync("/tmp/qemu-"), "switch"), 0);
  const started = await inside.start(tap);
  if (!started.ok) throw new Error(JSON.stringify(started));
  const guest = await makeGuest(name, address, inside.socketFolder, mac);
  return {
    ...guest,
    ...{ mac, tap, socketFolder: inside.socketFolder },
    async letGo() {
      await inside.stop();
    },
    async close() {
      await guest.close();
      await inside.stop();
    },
  };
}
