import type { NetworkService } from "./interfaces.ts";

/** Waits between attempts, in milliseconds: at once, then while a busy computer may need it. */
const pauses = [0, 200, 1000, 5000] as const;

/**
 * Brings the LAN's switch back each time that it ends, which plugs the running machines in again;
 * ends when the LAN is off, or cannot be had without a password: netd has gone as well then, and
 * faces tell of it.
 * @param switchEnd resolves once the switch that lives now has ended; false: none lives
 */
export async function keepLan(
  network: () => Promise<Pick<NetworkService, "read" | "up">>,
  switchEnd: () => Promise<boolean>,
): Promise<void> {
  while (await switchEnd()) {
    const back = await bringBack(await network());
    if (!back) return;
  }
}

/** Whether the switch is there again, by us or by another who was quicker: starting it is repeatable. */
async function bringBack(network: Pick<NetworkService, "read" | "up">): Promise<boolean> {
  for (const pause of pauses) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const { lan } = await network.read();
    if (lan.status === "off" || lan.problem?.code === "netd-gone") return false;
    if ((await network.up()).ok) return true;
  }
  return false;
}
