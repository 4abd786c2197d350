import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tapOfCard } from "../../core/lan/plan/bridge.ts";

/** The tap that a machine's cable is, with its traffic as the machine sees it. */
export interface MachineTap {
  readonly name: string;
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
}

/** Returns the tap of a card that a QEMU has open; null if the card has another cable. */
export async function readMachineTap(mac: string): Promise<MachineTap | null> {
  const name = tapOfCard(mac);
  const read = async (file: string) => {
    const text = await readFile(join("/sys/class/net", name, file), "utf8").catch(() => "");
    return text === "" ? null : Number(text);
  };
  const [carrier, sentBytes, receivedBytes] = await Promise.all([
    read("carrier"),
    // The kernel receives on a tap the frames that its machine sends.
    read("statistics/rx_bytes"),
    read("statistics/tx_bytes"),
  ]);
  return carrier === 1 ? { name, receivedBytes, sentBytes } : null;
}
